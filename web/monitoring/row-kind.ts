import type { ComponentChildren } from "preact";
import type { RunSort } from "../api/runs.ts";
import type { Selection } from "./selection.ts";

export interface RowColumn<Row> {
  readonly key: string;
  readonly label: string;
  /** In pixels, until somebody changes it. */
  readonly width: number;
  readonly sort?: RunSort;
  /** Figures stand at the right, so that they can be compared. */
  readonly figures?: boolean;
  /** Shown only where somebody chose it. */
  readonly extra?: boolean;
  readonly cell: (row: Row) => ComponentChildren;
}

/** What differs between the lists of monitoring: runs, and calls of models. */
export interface RowKind<Row> {
  readonly name: "runs" | "modelRuns";
  /** The kind of the socket's messages about it. */
  readonly message: string;
  readonly metrics: "metrics" | "model-metrics";
  readonly columns: readonly RowColumn<Row>[];
  readonly sorts: readonly RunSort[];
  readonly filterColumns: Readonly<Record<string, unknown>>;
  readonly idOf: (row: Row) => string;
  readonly runOf: (row: Row) => string;
  readonly matches: (row: Row, selection: Selection, now: number) => boolean;
  readonly list: (
    workflowId: string,
    query: Record<string, string>,
    cursor: string | undefined,
  ) => Promise<{ items: readonly Row[]; nextCursor: string | null }>;
}
