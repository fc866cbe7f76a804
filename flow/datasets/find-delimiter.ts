import { Refusal } from "../problems/refusal.ts";
import { CsvReader } from "./csv-reader.ts";
import { FileIssues } from "./file-issues.ts";

const candidates = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof candidates)[number];
export const delimiters: readonly Delimiter[] = candidates;

/** The start of a CSV file: its delimiter, and the position of its rows after the line `sep=;` that some spreadsheets write. */
export interface CsvStart {
  readonly delimiter: Delimiter;
  readonly from: number;
}

/** As much of a file as the delimiter is looked for in: dozens of rows of most files. */
const sampleChars = 32_768;

/**
 * Finds the delimiter by reading the beginning with each: the one by which most rows have the same number of columns,
 * then the one with more of them. `declared` is what the file's type says, and is believed where the first row has it.
 * Undefined where more of the file is needed; `isAll` says that nothing more will come.
 */
export function findDelimiter(text: string, isAll: boolean, declared?: Delimiter): CsvStart | undefined {
  const named = /^sep=([,;\t|])\r?\n/i.exec(text);
  if (named) return { delimiter: named[1] as Delimiter, from: named[0].length };
  if (!isAll && text.length < sampleChars) return undefined;
  const sample = text.slice(0, Math.max(sampleChars, isAll ? text.length : 0));
  const tried = candidates.map((delimiter) => ({ delimiter, ...tryOut(sample, delimiter, isAll) }));
  if (!isAll && tried.every(({ rows }) => rows === 0)) return undefined;
  const believed = tried.find(({ delimiter, first }) => delimiter === declared && first > 1);
  const best = believed ?? tried.reduce((one, other) => (isBetter(other, one) ? other : one));
  return { delimiter: best.delimiter, from: 0 };
}

interface Tried {
  readonly rows: number;
  /** Columns of the first row, and of most rows. */
  readonly first: number;
  readonly columns: number;
  /** The part of the rows that have so many, less those that cannot be read. */
  readonly share: number;
}

function isBetter(one: Tried, other: Tried): boolean {
  return one.share > other.share || (one.share === other.share && one.columns > other.columns);
}

/** Reads by the rules that the file will be read by, quotes included. */
function tryOut(sample: string, delimiter: Delimiter, isAll: boolean): Tried {
  const widths: number[] = [];
  let faults = 0;
  const issues = new FileIssues(() => faults++);
  try {
    const reader = new CsvReader(delimiter, issues, (cells) => widths.push(cells.length));
    reader.push(sample);
    if (isAll) reader.end();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // A first row of more columns than a data set may have is one for sure; reading it says so.
    const isTooWide = widths.length === 0 && error.more.errors?.at(-1)?.code === "too_many_columns";
    if (isTooWide) return { rows: 1, first: Infinity, columns: Infinity, share: 1 };
  }
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [columns = 0, times = 0] = [...counts].reduce<readonly number[]>(
    (best, each) => (each[1] > (best[1] ?? 0) || (each[1] === best[1] && each[0] > best[0]!) ? each : best),
    [],
  );
  const share = columns < 2 ? 0 : Math.max(0, times - faults) / Math.max(1, widths.length);
  return { rows: widths.length, first: widths[0] ?? 0, columns, share };
}
