/** The forms in which a secret's value turns up in texts: as it is, and as JSON, addresses, forms, XML, base64 and hexadecimal write it. */
import { limits } from "../limits.ts";

/** `text` is folded. Of what stands next to it, `before` and `after` characters belong to the secret in part. */
export interface SecretForm {
  readonly text: string;
  readonly before: 0 | 1;
  readonly after: 0 | 1;
}

/** Shorter pieces of base64 turn up in any longer file by chance. */
const minBase64Chars = 6;

/** All forms of a value that are long enough to be looked for. */
export function formsOf(value: string): SecretForm[] {
  const forms = new Map<string, SecretForm>();
  const add = (text: string, before: 0 | 1 = 0, after: 0 | 1 = 0): void => {
    const folded = foldCase(text);
    if (folded.length >= limits.minMaskedChars && !forms.has(folded)) forms.set(folded, { text: folded, before, after });
  };
  // Blanks around a value are lost in headers.
  for (const plain of new Set([value.toWellFormed(), value.toWellFormed().trim()])) {
    for (const text of textForms(plain)) add(text);
    if (plain.length < limits.minMaskedChars) continue;
    const bytes = new TextEncoder().encode(plain);
    add(hexOf(bytes));
    for (let offset = 0; offset < 3; offset++) {
      const { text, before, after } = base64Within(bytes, offset);
      if (text.length < minBase64Chars) continue;
      add(text, before, after);
      add(text.replaceAll("+", "-").replaceAll("/", "_"), before, after);
    }
    add(base64Within(bytes, 0, true).text);
  }
  return [...forms.values()];
}

/** Case does not matter: expressions change it, and hexadecimal digits come in both. Keeps every character's place. */
export function foldCase(text: string): string {
  const folded = text.toLowerCase();
  // The one letter whose lower case is longer.
  return folded.length === text.length ? folded : text.replaceAll("İ", "i").toLowerCase();
}

function textForms(value: string): string[] {
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
    value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`),
    value.replace(/[&<>"']/g, (char) => entities[char]!),
    value.replace(/[&<>]/g, (char) => entities[char]!),
  ];
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function jsonOf(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function escape(url: string, chars: RegExp): string {
  return url.replace(chars, (char) => `%${char.charCodeAt(0).toString(16)}`);
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * What bytes look like in base64 `offset` bytes into a group of three, wherever they stand in a longer text: the digits
 * that they make alone, and whether the digits next to these are theirs in part. `whole`: the bytes alone, padded.
 */
function base64Within(bytes: Uint8Array, offset: number, whole = false): SecretForm {
  const firstBit = offset * 8;
  const endBit = firstBit + bytes.length * 8;
  const first = Math.ceil(firstBit / 6);
  const end = whole ? Math.ceil(endBit / 6) : Math.floor(endBit / 6);
  let text = "";
  for (let digit = first; digit < end; digit++) {
    const at = digit * 6 - firstBit;
    const pair = ((bytes[at >> 3] ?? 0) << 8) | (bytes[(at >> 3) + 1] ?? 0);
    text += digits[(pair >> (10 - (at & 7))) & 63];
  }
  if (whole) text = text.padEnd(Math.ceil(text.length / 4) * 4, "=");
  return { text, before: firstBit % 6 === 0 || whole ? 0 : 1, after: endBit % 6 === 0 || whole ? 0 : 1 };
}
