/** A page in an order that has no index: the database looks at every row of the range and keeps the first ones. */
import type { FoundRows } from "./find-rows.ts";
import { storedColumns, type Ledger, type StoredRow } from "./ledger.ts";
import type { SortKey } from "./page-place.ts";
import { placeOf } from "./place.ts";
import type { Page, WantedPage } from "./protocol.ts";

/** What is not over has no end; it stands before everything that has one. */
const expressions: Readonly<Record<string, string>> = { endedAt: `coalesce(n / ${placeOf(1)} + duration, -1)`, nodesExecuted: "nodes" };

/** A page in the order of `endedAt` or `nodesExecuted`, behind `after`. */
export function pageOfScan<Row>(
  ledger: Ledger<Row>,
  found: FoundRows,
  { sort, order, limit }: WantedPage,
  after: SortKey | undefined,
): Page<Row> {
  const { sql, kind } = ledger;
  const expression = expressions[sort]!;
  const [compare, direction] = order === "asc" ? [">", "ASC"] : ["<", "DESC"];
  const meant = found.condition();
  const conditions = ["n >= ? AND n < ?", ...(meant ? [meant.sql] : []), ...(after ? [`(${expression}, n) ${compare} (?, ?)`] : [])];
  const rows = sql
    .exec<StoredRow & { place: number }>(
      // The first ones by their numbers alone: what a row holds beside would be sorted along with it.
      `SELECT r.*, first.place FROM (
         SELECT n, ${expression} AS place FROM ${kind.name} WHERE ${conditions.join(" AND ")} ORDER BY place ${direction}, n ${direction} LIMIT ?
       ) first CROSS JOIN (SELECT ${storedColumns} FROM ${kind.name}) r ON r.n = first.n ORDER BY first.place ${direction}, first.n ${direction}`,
      found.from,
      found.to,
      ...(meant?.bindings ?? []),
      ...(after ?? []),
      limit + 1,
    )
    .toArray();
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items: items.map((row) => ledger.rowOf(row)), next: rows.length > limit && last ? JSON.stringify([last.place, last.n]) : null };
}
