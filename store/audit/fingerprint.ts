import type { Fingerprint } from "#flow/audit/details.ts";

/**
 * The part of a secret that an audit entry shows: 8 hexadecimal digits of HMAC-SHA-256 with the installation's secret,
 * so that no one can test guesses against them.
 */
export async function fingerprint(text: string, installationSecret: string): Promise<Fingerprint> {
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey(
    "raw",
    bytes.encode(`audit fingerprint ${installationSecret}`),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes.encode(text))).slice(0, 4);
  return Array.from(mac, (byte) => byte.toString(16).padStart(2, "0")).join("") as Fingerprint;
}
