/** How senders write a value: in JSON, addresses, forms, XML, mails, base64 and hexadecimal. */

/** A text in which a value turns up. Of what stands next to it, `before` and `after` characters belong to the value in part. */
export interface Encoded {
  readonly text: string;
  readonly before: 0 | 1;
  readonly after: 0 | 1;
}

/** The value as texts have it; the first is the value itself. */
export function textForms(value: string): string[] {
  const json = jsonOf(value);
  const url = encodeURIComponent(value);
  return [
    value,
    json,
    jsonOf(json),
    json.replaceAll("/", "\\/"),
    json.replace(/[^\0-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`),
    url,
    encodeURI(value),
    // RFC 3986, and forms as the URL standard writes them.
    escape(url, /[!'()*]/g),
    escape(url, /[!'()~]/g).replaceAll("%20", "+"),
    url.replaceAll("%20", "+"),
    // Addresses of older systems, in Latin-1.
    ...(isLatin1(value) ? [escape(value, /[^\w.~-]/g)] : []),
    value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`),
    value.replace(/[&<>"']/g, (char) => entities[char]!),
    value.replace(/[&<>]/g, (char) => entities[char]!),
    ...quotedPrintable(value),
  ];
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function jsonOf(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function escape(text: string, chars: RegExp): string {
  return text.replace(chars, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** RFC 2045 §6.7, without the soft breaks of lines. Blanks are written as they are, or not. */
export function quotedPrintable(value: string): string[] {
  return bytesOf(value).flatMap((bytes) => {
    const chars = bytes.length === value.length ? value : Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    const write = (others: RegExp) => chars.replace(others, (char) => `=${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
    return [write(/[^\t\r\n\x20-\x3c\x3e-\x7e]/g), write(/[^\x21-\x3c\x3e-\x7e]/g)];
  });
}

/** The value in UTF-8, and in Latin-1 where that is something else and has all of its characters. */
export function bytesOf(value: string): Uint8Array[] {
  const utf8 = new TextEncoder().encode(value);
  return isLatin1(value) && utf8.length !== value.length ? [utf8, Uint8Array.from(value, (char) => char.charCodeAt(0))] : [utf8];
}

function isLatin1(value: string): boolean {
  return !/[^\0-\xff]/.test(value);
}

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function hexOf(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += hexPairs[byte];
  return text;
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * What bytes look like in base64 `offset` bytes into a group of three, wherever they stand in a longer text: the digits
 * that they make alone, and whether the digits next to these are theirs in part. `whole`: the bytes alone, padded.
 */
export function base64Within(bytes: Uint8Array, offset: number, whole = false): Encoded {
  const firstBit = offset * 8;
  const endBit = firstBit + bytes.length * 8;
  const first = Math.ceil(firstBit / 6);
  const end = whole ? Math.ceil(endBit / 6) : Math.floor(endBit / 6);
  let text = "";
  let bits = 0;
  let held = offset * 8;
  // Digits that end within what stands before the bytes are not theirs.
  let skipped = 0;
  for (let at = 0; at <= bytes.length; at++) {
    for (; held >= 6; held -= 6) {
      if (skipped++ >= first) text += digits[(bits >> (held - 6)) & 63];
    }
    bits = ((bits << 8) | (bytes[at] ?? 0)) & 0xffff;
    held += 8;
  }
  if (!whole) text = text.slice(0, end - first);
  else if (text.length < end - first) text += digits[(bits >> (held - 6)) & 63];
  if (whole) text = text.padEnd(Math.ceil(text.length / 4) * 4, "=");
  return { text, before: firstBit % 6 === 0 || whole ? 0 : 1, after: endBit % 6 === 0 || whole ? 0 : 1 };
}
