/** A page in the order of the nodes executed, which has no index: the database looks at every row of the range and keeps the first ones. */
import { allOf } from "./conditions.ts";
import type { FoundRows } from "./find-rows.ts";
import { storedColumns, type Ledger, type StoredRow } from "./ledger.ts";
import type { SortKey } from "./page-place.ts";
import { direction, type Way } from "./walk-rows.ts";

/** The first rows behind `after`. */
export function scanByNodes<Row>(
  { sql, kind }: Ledger<Row>,
  found: FoundRows,
  limit: number,
  { sign }: Way,
  after: SortKey | undefined,
): StoredRow[] {
  const order = direction(sign);
  const behind = after ? [{ sql: `(nodes, n) ${sign === 1 ? ">" : "<"} (?, ?)`, bindings: after }] : [];
  const { sql: meant, bindings } = allOf([found.condition(), ...behind]);
  return sql
    .exec<StoredRow>(
      // The first ones by their numbers alone: what a row holds beside would be sorted along with it. Read in the order of
      // the list, of rows with as many nodes the first ones come first, and all others are passed by; LIMIT keeps that order.
      `SELECT ${storedColumns} FROM ${kind.name} WHERE n IN (
         SELECT n FROM (SELECT n, nodes FROM ${kind.name} WHERE ${meant} ORDER BY n ${order} LIMIT -1)
         ORDER BY nodes ${order}, n ${order} LIMIT ?
       ) ORDER BY nodes ${order}, n ${order}`,
      ...bindings,
      limit,
    )
    .toArray();
}
