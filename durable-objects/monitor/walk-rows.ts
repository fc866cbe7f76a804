/** Walks through the rows of a facet, or of the whole table, in an order that an index has. */
import type { KnownFacet } from "./facets.ts";
import type { FoundRows, PlaceRange } from "./find-rows.ts";
import type { SortKey } from "./page-place.ts";
import { storedColumns, type Ledger, type StoredRow } from "./ledger.ts";
import { startOf } from "./place.ts";

export interface Way {
  /** `group` is a column of the facet, within which rows are in the order of their start. */
  readonly by: "start" | "end" | "duration" | "nodes" | "group";
  readonly sign: 1 | -1;
  readonly keyOf: (row: Pick<StoredRow, "n" | "duration" | "nodes">, facet: KnownFacet) => SortKey;
}

/** What is not over has no end and no duration; it stands before everything that has them. */
const unfinished = -1;
/** A walk reads a few rows first, then more and more: of most facets a page needs none. */
const firstPiece = 4;
const largestPiece = 1_000;

/** How rows are ordered in a list. */
export function wayOf({ sort, order }: { readonly sort: string; readonly order: "asc" | "desc" }): Way {
  const sign = order === "asc" ? 1 : -1;
  if (sort === "startedAt") return { by: "start", sign, keyOf: ({ n }) => [n] };
  if (sort === "endedAt")
    return { by: "end", sign, keyOf: ({ n, duration }) => [duration === null ? unfinished : startOf(n) + duration, n] };
  if (sort === "nodesExecuted") return { by: "nodes", sign, keyOf: ({ n, nodes }) => [nodes, n] };
  if (sort === "durationMs") return { by: "duration", sign, keyOf: ({ n, duration }) => [duration ?? unfinished, n] };
  return { by: "group", sign, keyOf: ({ n }, { values }) => [values.get(sort) ?? "", n] };
}

/** Negative, zero or positive, as a comparison of `a` with `b`. */
export function compareKeys(a: SortKey, b: SortKey): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i]! < b[i]!) return -1;
    if (a[i]! > b[i]!) return 1;
  }
  return 0;
}

/** The rows of the whole range after a key, in the order of their start. `piece` is the number of rows to read first. */
export function* walkTable<Row>(
  { sql, kind }: Ledger<Row>,
  found: FoundRows,
  { sign }: Way,
  after: SortKey | undefined,
  piece: number,
): Generator<StoredRow, undefined> {
  const read = ([n]: SortKey, limit: number): StoredRow[] =>
    sql
      .exec<StoredRow>(
        `SELECT ${storedColumns} FROM ${kind.name} WHERE n >= ? AND n < ? ORDER BY n ${direction(sign)} LIMIT ?`,
        ...placesBehind(Number(n), sign, found),
        limit,
      )
      .toArray();
  yield* inPieces(read, after ?? [-sign * Number.MAX_SAFE_INTEGER], piece + 1, ({ n }) => [n]);
}

/** A facet's rows after a key. */
export function* walkFacet<Row>(
  { sql, kind }: Ledger<Row>,
  found: FoundRows,
  facet: KnownFacet,
  way: Way,
  after: SortKey | undefined,
): Generator<StoredRow, undefined> {
  const { by, sign } = way;
  const isByDuration = by === "duration" && facet.isOver;
  const head = `SELECT ${storedColumns} FROM ${kind.name} WHERE facet = ? AND n >= ? AND n < ?`;
  const statement = isByDuration
    ? `${head} AND duration IS NOT NULL AND (duration, n) ${sign === 1 ? ">" : "<"} (?, ?) ORDER BY duration ${direction(sign)}, n ${direction(sign)} LIMIT ?`
    : `${head} ORDER BY n ${direction(sign)} LIMIT ?`;
  const start = -sign * Number.MAX_SAFE_INTEGER;
  const begin = isByDuration ? [start, start] : [start];
  const behind = after ? keyInFacet(after, way, facet) : "all";
  if (behind === "none") return;
  const read = (key: SortKey, limit: number): StoredRow[] => {
    const places = isByDuration ? [found.from, found.to, ...key] : placesBehind(Number(key[0]), sign, found);
    return sql.exec<StoredRow>(statement, facet.id, ...places, limit).toArray();
  };
  yield* inPieces(read, behind === "all" ? begin : behind, firstPiece, ({ n, duration }) => (isByDuration ? [duration!, n] : [n]));
}

/** The range after a place. As an additional condition it would be tested for each row if a range is read from its end. */
function placesBehind(n: number, sign: 1 | -1, { from, to }: PlaceRange): [from: number, to: number] {
  return sign === 1 ? [Math.max(from, n + 1), to] : [from, Math.min(to, n)];
}

/** No statement stays open between two pieces: then each has to be prepared only once. */
export function* inPieces(
  read: (after: SortKey, limit: number) => StoredRow[],
  after: SortKey,
  piece: number,
  keyOf: (row: StoredRow) => SortKey,
): Generator<StoredRow, undefined> {
  for (let limit = piece, behind = after; ; limit = Math.min(limit * 2, largestPiece)) {
    const rows = read(behind, limit);
    yield* rows;
    if (rows.length < limit) return;
    behind = keyOf(rows.at(-1)!);
  }
}

/** The start of a facet's walk: after a key of its own, with all rows, or not at all. */
function keyInFacet(after: SortKey, { by, sign, keyOf }: Way, facet: KnownFacet): SortKey | "all" | "none" {
  if (by === "start" || (by === "duration" && facet.isOver)) return after;
  const [own] = keyOf({ n: 0, duration: null, nodes: 0 }, facet);
  const order = compareKeys([own!], [after[0]!]) * sign;
  if (order !== 0) return order > 0 ? "all" : "none";
  return after.slice(1);
}

export function direction(sign: 1 | -1): "ASC" | "DESC" {
  return sign === 1 ? "ASC" : "DESC";
}
