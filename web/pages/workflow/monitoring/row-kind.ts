import type { ComponentChildren } from "preact";
import type { RunMetrics, RunQuery, RunSort, RunValues, SortedRunQuery } from "../../../base/api/runs.ts";
import type { Selection } from "./selection.ts";

/** What every row has, whatever it is about. */
export interface AnyRow {
  readonly startedAt: string;
  readonly endedAt: string | null;
}

export interface RowColumn<Row> {
  readonly key: string;
  readonly label: string;
  /** In pixels, until the person changes it. */
  readonly width: number;
  readonly sort?: RunSort;
  /** Figures stand at the right, so that they can be compared. */
  readonly figures?: boolean;
  /** Without it a row could not be opened. */
  readonly fixed?: boolean;
  /** Shown only if the person selected it. */
  readonly extra?: boolean;
  /** `known` gives the names of versions, once they have loaded. */
  readonly cell: (row: Row, known: RunValues | undefined) => ComponentChildren;
}

/** What differs between the lists of monitoring: runs, and calls of models. */
export interface RowKind<Row> {
  /** Also the kind of the socket's messages about it. */
  readonly name: "runs" | "modelRuns";
  readonly columns: readonly RowColumn<Row>[];
  readonly sorts: readonly RunSort[];
  /** What it can be filtered by, and what a row has there. */
  readonly filterColumns: Readonly<Record<string, (row: Row) => string | undefined>>;
  readonly idOf: (row: Row) => string;
  readonly runOf: (row: Row) => string;
  readonly matches: (row: Row, selection: Selection, now: number) => boolean;
  readonly list: (
    workflowId: string,
    query: SortedRunQuery,
    cursor: string | undefined,
  ) => Promise<{ items: readonly Row[]; nextCursor: string | null }>;
  readonly metrics: (workflowId: string, query: RunQuery) => Promise<RunMetrics>;
}
