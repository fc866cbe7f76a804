/** What a list shows after rows came over the socket. Nothing that is being read moves or goes away. */

interface Listed<Row> {
  /** What is shown, in the list's order. */
  readonly shown: readonly Row[];
  /** Rows that have come since and wait to be shown, the newest first. */
  readonly waiting: readonly Row[];
}

interface Rules<Row> {
  readonly idOf: (row: Row) => string;
  readonly startOf: (row: Row) => number;
  readonly fits: (row: Row) => boolean;
  readonly isOver: (row: Row) => boolean;
  /** New rows are shown immediately: the list is in the order of time and its top is visible. */
  readonly atTop: boolean;
  /** The start of the last loaded row if there are more after it: older rows arrive with their page. */
  readonly oldest: number;
}

/** Rows that are known change in place, also where they do not fit any more; new ones are shown on top or wait. */
export function mergeRows<Row>(
  { shown, waiting }: Listed<Row>,
  came: readonly Row[],
  { idOf, startOf, fits, isOver, atTop, oldest }: Rules<Row>,
): Listed<Row> {
  const changed = new Map(came.map((row) => [idOf(row), row]));
  const replace = (row: Row) => {
    const next = changed.get(idOf(row));
    changed.delete(idOf(row));
    // A page that was asked for before a message can come after it.
    return next && !(isOver(row) && !isOver(next)) ? next : row;
  };
  const kept = shown.map(replace);
  const stillWaiting = waiting.map(replace).filter(fits);
  const fresh = [...changed.values()].filter((row) => fits(row) && startOf(row) >= oldest);
  const newestFirst = (a: Row, b: Row) => startOf(b) - startOf(a);
  if (atTop) return { shown: [...kept, ...fresh, ...stillWaiting].toSorted(newestFirst), waiting: [] };
  return { shown: kept, waiting: [...fresh, ...stillWaiting].toSorted(newestFirst) };
}
