const plain: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12, v: 11, a: 7, e: 27, E: 27 };

const escape = /\\(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|c([\s\S])|([\s\S]))/y;

/**
 * The text of `$'…'` (POSIX.1-2024, 2.2.4). Octal and hexadecimal escapes are bytes, which together are read as UTF-8.
 * A NUL ends the text, as it does in bash.
 */
export function unescapeAnsi(text: string): string {
  const bytes: number[] = [];
  const push = (piece: string) => bytes.push(...new TextEncoder().encode(piece));
  for (let at = 0; at < text.length;) {
    escape.lastIndex = at;
    const found = escape.exec(text);
    if (!found) {
      const next = text.indexOf("\\", at + 1);
      const end = next < 0 ? text.length : next;
      push(text.slice(at, end));
      at = end;
      continue;
    }
    at = escape.lastIndex;
    const [whole, unicode, long, hex, octal, control, char] = found;
    const point = unicode ?? long;
    // Escapes of surrogate pairs come one after the other; they are one character.
    if (point !== undefined) push(characterOf(text, point, (end) => (at = end), at));
    else if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 0xff);
    else if (control !== undefined) bytes.push(control.charCodeAt(0) & 0x1f);
    else if (plain[char!] !== undefined) bytes.push(plain[char!]!);
    // Any other character after a backslash keeps the backslash, but for quotes, the question mark and itself.
    else push(/["'?\\]/.test(char!) ? char! : whole);
  }
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(new Uint8Array(end < 0 ? bytes : bytes.slice(0, end)));
}

function characterOf(text: string, hex: string, skipTo: (end: number) => void, at: number): string {
  const code = Number.parseInt(hex, 16);
  if (code >= 0xd800 && code < 0xdc00) {
    const low = /^\\u([dD][c-fC-F][0-9a-fA-F]{2})/.exec(text.slice(at, at + 6));
    if (low) {
      skipTo(at + 6);
      return String.fromCharCode(code, Number.parseInt(low[1]!, 16));
    }
  }
  return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
}
