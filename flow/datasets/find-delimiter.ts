const candidates = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof candidates)[number];
export const delimiters: readonly Delimiter[] = candidates;

/** How a CSV file begins: its delimiter, and where its rows begin, behind the line `sep=;` that some spreadsheets write. */
export interface CsvStart {
  readonly delimiter: Delimiter;
  readonly from: number;
}

/**
 * Finds the delimiter in the first row: the one that stands most often outside of quotes. Undefined where the row has
 * not ended yet; `isAll` says that nothing more will come.
 */
export function findDelimiter(text: string, isAll: boolean): CsvStart | undefined {
  const named = /^sep=([,;\t|])\r?\n/i.exec(text);
  if (named) return { delimiter: named[1] as Delimiter, from: named[0].length };
  const counts = new Map<string, number>();
  let isQuoted = false;
  let hasEnded = false;
  for (const char of text) {
    if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted) {
      if (char === "\n" || char === "\r") {
        // Blank lines before the first row say nothing.
        if (counts.size > 0) {
          hasEnded = true;
          break;
        }
      } else counts.set(char, (counts.get(char) ?? 0) + 1);
    }
  }
  if (!hasEnded && !isAll) return undefined;
  const of = (char: string) => counts.get(char) ?? 0;
  return { delimiter: candidates.reduce((best, char) => (of(char) > of(best) ? char : best)), from: 0 };
}
