/** Which characters the bytes of an answer are. */

/**
 * The text of the bytes, or undefined if they are not valid text. A byte order mark decides, then the charset of the
 * Content-Type, then the document's own statement; without any of these it is UTF-8 (WHATWG Encoding, RFC 8259 §8.1).
 */
export function answerText(contentType: string, bytes: Uint8Array): string | undefined {
  const marked = charsetOfMark(bytes);
  if (marked) return decode(marked, bytes);
  const declared = /;\s*charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;,]+))/i.exec(contentType);
  const charset = (declared?.[1] ?? declared?.[2] ?? declared?.[3])?.trim();
  const encoding = (charset ? encodingOf(charset) : undefined) ?? charsetInside(contentType, bytes) ?? "utf-8";
  return decode(encoding, bytes);
}

function charsetOfMark(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return undefined;
}

/** JSON starts with an ASCII character, so a NUL next to it means UTF-16. XML and HTML name their charset. */
function charsetInside(contentType: string, bytes: Uint8Array): string | undefined {
  if (/json/i.test(contentType) && bytes.length >= 2) {
    if (bytes[0] !== 0 && bytes[1] === 0 && bytes[2] !== 0) return "utf-16le";
    if (bytes[0] === 0 && bytes[1] !== 0) return "utf-16be";
  }
  if (!/xml|html/i.test(contentType)) return undefined;
  const head = String.fromCharCode(...bytes.subarray(0, 1024));
  const named = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/i.exec(head) ?? /<meta[^>]*\scharset\s*=\s*["']?([\w.:-]+)/i.exec(head);
  // A document that says in ASCII that it is UTF-16 is not.
  return named && !/^utf-?16/i.test(named[1]!) ? encodingOf(named[1]!) : undefined;
}

/** The encoding with this label, or undefined if it is unknown. */
function encodingOf(charset: string): string | undefined {
  try {
    return new TextDecoder(charset).encoding;
  } catch {
    return undefined;
  }
}

function decode(charset: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
