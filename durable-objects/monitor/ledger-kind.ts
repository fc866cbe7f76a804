/** What a ledger keeps: runs, or calls of models. Each kind says how its rows are taken apart and put together again. */

/** The values of a row's columns that have few: the facet's, in the order of `columns`. The first one is the status. */
export type Facet = readonly (string | null)[];

/** A row in the ledger's own terms. Times are epoch milliseconds. */
export interface Entry {
  readonly id: string;
  /** The run that it belongs to, where that is not its own id. */
  readonly run: string | null;
  readonly facet: Facet;
  readonly startedAt: number;
  /** Null until it has finished. */
  readonly durationMs: number | null;
  readonly nodes: number;
  /** Searched, and kept once for all rows that say the same. */
  readonly message: string | null;
  /** What is only shown. */
  readonly more: string | null;
}

export interface LedgerKind<Row> {
  /** The prefix of the names of its tables. */
  readonly name: "runs" | "calls";
  readonly columns: readonly ["status", ...string[]];
  /** Columns in which a search looks. */
  readonly searched: readonly string[];
  /** Columns that are given up where there are too many facets, the first one first: see fold-facet.ts. */
  readonly folded: readonly string[];
  entryOf(row: Row): Entry;
  rowOf(entry: Entry): Row;
}

/** Whether rows of this facet have ended. */
export function isOver(facet: Facet): boolean {
  return facet[0] === "Success" || facet[0] === "Failed";
}
