/** Ids that stand together in the order of ids, as a search by the beginning of an id finds them. */

/** From the first id to before the last one. */
export interface IdRange {
  readonly from: string;
  readonly to: string;
}

/** All ids that start with this text. */
export function idsBeginning(text: string): IdRange {
  return { from: text, to: `${text}\u{10ffff}` };
}

/**
 * The start of a run's id, up to the time: all ids with this start belong to one lane. Undefined if the text is not
 * such an id.
 */
export function lanePrefixOf(id: string): string | undefined {
  return /^[^_]*_[^_]*_/.exec(id)?.[0];
}

/** What is left of a range without others that lie in it and do not overlap. */
export function without({ from, to }: IdRange, others: readonly IdRange[]): IdRange[] {
  const left: IdRange[] = [];
  let at = from;
  for (const other of others.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (at < other.from) left.push({ from: at, to: other.from });
    at = other.to;
  }
  return at < to ? [...left, { from: at, to }] : left;
}
