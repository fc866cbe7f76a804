export type ParsedText = { ok: true; value: unknown } | { ok: false; message: string; line?: number; column?: number };

/** Parses JSON that somebody is typing; a fault says its line and column where the browser tells the position. */
export function parseJsonText(text: string): ParsedText {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (caught) {
    const said = caught instanceof Error ? caught.message : "";
    const message = said
      .replace(/^JSON\.parse: /, "")
      .replace(/,? ?(in JSON )?at position \d+.*$/s, "")
      .replace(/ at line \d+ column \d+.*$/s, "")
      .replace(/, ?"[\s\S]*" is not valid JSON$/, "");
    const position = /at position (\d+)/.exec(said);
    const named = /line (\d+) column (\d+)/.exec(said);
    if (named) return { ok: false, message, line: Number(named[1]), column: Number(named[2]) };
    return position ? { ok: false, message, ...lineAndColumn(text, Number(position[1])) } : { ok: false, message };
  }
}

function lineAndColumn(text: string, position: number): { line: number; column: number } {
  const before = text.slice(0, position).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/** Where in the text a node's id stands, so that the editor can show it; undefined where it does not. */
export function placeOfId(text: string, id: string): { from: number; to: number } | undefined {
  const found = new RegExp(`"id"\\s*:\\s*${escapeForSearch(JSON.stringify(id))}`).exec(text);
  return found ? { from: found.index, to: found.index + found[0].length } : undefined;
}

const escapeForSearch = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
