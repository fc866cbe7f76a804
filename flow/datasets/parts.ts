/**
 * Rows are numbered in their upload, and a number is never given twice. What a data set shows of them is a list of
 * ranges, nearly always one: a gap arises where numbers were given to an addition that did not come to its end.
 */
export interface Part {
  readonly from: number;
  /** The last one, included. */
  readonly to: number;
}

/** The parts with another one, in order, joined where they touch. */
export function withPart(parts: readonly Part[], added: Part): Part[] {
  const joined: Part[] = [];
  for (const part of [...parts, added].filter(({ from, to }) => to >= from).toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && part.from <= last.to + 1) joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, part.to) };
    else joined.push(part);
  }
  return joined;
}
