/**
 * API keys and personal access tokens have one form: `mr_live_` or `mr_pat_`, 32 random base62 characters, and 6 that
 * are the CRC-32 of all before them. The checksum lets a scanner of leaked secrets tell a real one from a look-alike,
 * and refuses a mistyped one without a look into the database.
 */
export type TokenKind = "live" | "pat";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const form = /^mr_(live|pat)_[0-9A-Za-z]{38}$/;

/** A new token. `randomBytes` answers as many bytes as it is asked for, from a secure source. */
export function newSecretToken(kind: TokenKind, randomBytes: (count: number) => Uint8Array): string {
  let text = "";
  while (text.length < 32) {
    for (const byte of randomBytes(32)) {
      // 248 is the largest multiple of 62 in a byte: taking more would make some characters likelier.
      if (byte < 248 && text.length < 32) text += alphabet[byte % 62];
    }
  }
  const body = `mr_${kind}_${text}`;
  return body + checksum(body);
}

/** The kind of a well-formed token, or undefined. It says nothing of whether the token was ever given out. */
export function kindOfToken(text: string): TokenKind | undefined {
  const kind = form.exec(text)?.[1] as TokenKind | undefined;
  return kind && checksum(text.slice(0, -6)) === text.slice(-6) ? kind : undefined;
}

/** The part of a token that may always be shown: its start and end. */
export function shownOf(token: string): { readonly prefix: string; readonly last4: string } {
  return { prefix: token.slice(0, token.lastIndexOf("_") + 5), last4: token.slice(-4) };
}

function checksum(text: string): string {
  let digits = "";
  for (let rest = crc32(text), i = 0; i < 6; i++, rest = Math.floor(rest / 62)) digits = alphabet[rest % 62] + digits;
  return digits;
}

/** CRC-32 (ISO 3309) of ASCII text. Bit by bit: it is 46 characters. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
