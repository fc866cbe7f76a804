import { ExpressionError } from "./expression-error.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const values = new Map(alphabet.split("").map((char, value) => [char, value]));
// The URL-safe alphabet of RFC 4648, as JSON Web Tokens use it.
values.set("-", 62);
values.set("_", 63);

/** The base64 of a text's UTF-8. Throws an ExpressionError for half a surrogate pair, which has none. */
export function encodeBase64(text: string): string {
  if (!text.isWellFormed())
    throw new ExpressionError(
      "expression_failed",
      "A text contains half of a surrogate pair, which cannot be encoded.",
      "Check where the text is cut: an emoji counts as two in some places.",
    );
  const bytes = new TextEncoder().encode(text);
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const three = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    parts.push(
      alphabet[three >> 18]! +
        alphabet[(three >> 12) & 63]! +
        (i + 1 < bytes.length ? alphabet[(three >> 6) & 63]! : "=") +
        (i + 2 < bytes.length ? alphabet[three & 63]! : "="),
    );
  }
  return parts.join("");
}

/** The text whose UTF-8 is given, in either alphabet, with or without padding. Throws an ExpressionError where it is none. */
export function decodeBase64(text: string): string {
  const digits = text.replace(/\s+/g, "").replace(/={1,2}$/, "");
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const digit of digits) {
    const value = values.get(digit);
    if (value === undefined) throw notBase64();
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >> bits) & 0xff;
  }
  if (digits.length % 4 === 1) throw notBase64();
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ExpressionError(
      "expression_failed",
      "$base64decode found bytes that are not UTF-8 text.",
      "Only text can be decoded in an expression. Pass files on by their address, or decode the bytes in a Script node with atob.",
    );
  }
}

function notBase64(): ExpressionError {
  return new ExpressionError("expression_failed", "$base64decode was given a text that is not base64.", "Check the text that it decodes.");
}
