const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** A Standard Webhooks secret: `whsec_` and the base64 of `random`, which must be 24 to 64 bytes from a secure source. */
export function newSigningSecret(random: Uint8Array): string {
  if (random.length < 24 || random.length > 64) throw new RangeError("A signing secret needs 24 to 64 random bytes.");
  let text = "";
  for (let i = 0; i < random.length; i += 3) {
    const group = (random[i]! << 16) | ((random[i + 1] ?? 0) << 8) | (random[i + 2] ?? 0);
    for (let shift = 18; shift >= 0; shift -= 6) text += alphabet[(group >> shift) & 63];
  }
  const padding = (3 - (random.length % 3)) % 3;
  return `whsec_${text.slice(0, text.length - padding)}${"=".repeat(padding)}`;
}
