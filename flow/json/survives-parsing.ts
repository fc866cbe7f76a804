/**
 * Whether a JSON text says no more than its parsed value does, but for blanks: no number whose digits would change, no
 * key that stands there twice. False also where it is no JSON.
 */
export function survivesParsing(text: string): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === withoutBlanks(text);
  } catch {
    return false;
  }
}

/** JSON text without the blanks outside of its strings. */
function withoutBlanks(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|[ \t\r\n]+/g, "$1");
}
