/** SHA-256 in hexadecimal. Enough for keys and tokens, which are 190 random bits; not for passwords. */
export async function hashSecret(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
