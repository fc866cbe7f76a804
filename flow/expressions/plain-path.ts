/** One step of a path that needs no JSONata: a name, or a literal index behind it. */
export interface PlainPath {
  readonly names: readonly string[];
}

const name = /(?:`([^`]*)`|([A-Za-z_][A-Za-z0-9_]*))/y;
/** Words that JSONata reads as operators or values. */
const words = new Set(["and", "or", "in", "true", "false", "null", "function"]);

/** The names of a path like a.`b c`.d with their positions, or undefined where the text is anything else. */
export function parsePlainPath(text: string): { name: string; start: number; end: number }[] | undefined {
  const names: { name: string; start: number; end: number }[] = [];
  let at = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  for (;;) {
    name.lastIndex = at;
    const found = name.exec(text);
    if (!found || (found[2] !== undefined && words.has(found[2]))) return undefined;
    names.push({ name: found[1] ?? found[2]!, start: at, end: name.lastIndex });
    at = name.lastIndex;
    if (at === end) return names;
    if (text[at] !== ".") return undefined;
    at++;
  }
}
