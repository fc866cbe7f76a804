/** What lanes and the Worker say to a workflow's Monitor over RPC. All of it is plain data; times are epoch milliseconds. */
import type { WorkflowId } from "#flow/ids.ts";
import type { ModelRunRow, RunRow } from "#flow/monitoring/run-row.ts";
import type { Filter } from "#flow/lists/filters.ts";
import type { AlertsProtocol } from "./alerts.ts";
import type { Page } from "./page.ts";

export type RunColumn = "status" | "type" | "mode" | "source" | "version" | "error" | "node" | "run";
export type ModelRunColumn = "status" | "node" | "model" | "connection" | "run";
export type RunSort = "startedAt" | "endedAt" | "durationMs" | "nodesExecuted" | "status" | "type" | "source";

export interface Selection<Column extends string> {
  /** The earliest start, and the start that is too late. */
  readonly from?: number;
  readonly to?: number;
  readonly search?: string;
  readonly filters?: readonly Filter<Column>[];
  readonly join: "and" | "or";
}

export type RunSelection = Selection<RunColumn>;
export type ModelRunSelection = Selection<ModelRunColumn>;

/** A row and the number of its change, which rises with every change of the same run. */
export interface Change<Row> {
  readonly change: number;
  readonly row: Row;
}

/** One report of a lane. It may arrive twice, and an older state than the known one changes nothing. */
export interface RunBatch {
  readonly workflowId: WorkflowId;
  readonly runs: readonly Change<RunRow>[];
  readonly modelRuns: readonly Change<ModelRunRow>[];
}

export interface Figures {
  readonly total: number;
  readonly finished: number;
  readonly failed: number;
  readonly p90Ms: number | null;
  readonly p99Ms: number | null;
}

export interface Metrics extends Figures {
  readonly series: {
    readonly from: number;
    readonly stepMs: number;
    readonly points: readonly ({ readonly at: number } & Figures)[];
  };
}

export interface WantedPage {
  readonly sort: RunSort;
  readonly order: "asc" | "desc";
  readonly limit: number;
  /** The `next` of the page before; if it is not valid for this order, the list restarts. */
  readonly after?: string;
}

/**
 * The public methods of a Monitor. Its `fetch` takes the upgrade of a live view at `http://monitor/live?until=…&viewer=…`
 * and sends rows as flow/monitoring/on-wire.ts writes them. `until` (epoch ms) is how long the viewer's rights were
 * checked for: from then on a socket gets no row any more and is closed with `liveViewOver` in place of the next message.
 * `viewer` is who watches: beyond some sockets each, the oldest is closed with `liveViewTaken`.
 */
export interface MonitorProtocol extends AlertsProtocol {
  /** Takes in what a lane reports; when it answers, the batch is durable and the lane may forget it. */
  record(batch: RunBatch): Promise<void>;
  list(selection: RunSelection, page: WantedPage): Promise<Page<RunRow>>;
  listModelRuns(selection: ModelRunSelection, page: { readonly limit: number; readonly after?: string }): Promise<Page<ModelRunRow>>;
  metrics(selection: RunSelection): Promise<Metrics>;
  modelMetrics(selection: ModelRunSelection): Promise<Metrics>;
  /** The values that occur in columns with few of them. */
  values(): Promise<{ readonly source: string[]; readonly version: string[]; readonly error: string[]; readonly node: string[] }>;
  find(runId: string): Promise<RunRow | undefined>;
}
