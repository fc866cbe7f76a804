/**
 * True if a JSON text says exactly as much as its parsed value, apart from blanks: no number changes its digits, no key
 * occurs twice. False also if it is not JSON.
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
