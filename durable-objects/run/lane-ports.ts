/** What a run in memory is given by its lane. */
import type { HttpAnswer, HttpRequest, MaybePromise, ScriptAnswer, ScriptRequest } from "#flow/nodes/node.ts";
import type { WorkflowId } from "#flow/ids.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import type { Share } from "../turns/share.ts";
import type { HttpOptions } from "../outbound/create-http.ts";
import type { LaneStore } from "../lane/lane-store.ts";
import type { LiveRun } from "./live-run.ts";
import type { Unstored } from "./run-record.ts";

export interface CallOptions {
  /** Whose account's authorization profiles the request may use. */
  readonly workflowId: WorkflowId;
  /** A deployed version runs, with what came in: no draft, and no run with other data in it. */
  readonly asDeployed: boolean;
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
  readonly deadlineAt: number | null;
  readonly checkCall?: HttpOptions["checkCall"];
}

export interface LanePorts {
  readonly store: LaneStore;
  /** Puts writes into the next transaction; see GroupCommit. */
  commit(write: () => void): Promise<void> | void;
  /** Calls back at `dueAt` (epoch ms) or later, never before. The answer takes the call back. */
  at(dueAt: number, action: () => void): () => void;
  http(request: HttpRequest, options: CallOptions): Promise<HttpAnswer>;
  script(request: ScriptRequest, stop: { readonly signal: AbortSignal }, share: Share): MaybePromise<ScriptAnswer>;
  /** The part that a new run has in the isolate's time. */
  share(): Share;
  /** Entries are written. Called within the transaction. */
  stored(run: LiveRun, unstored: Unstored): void;
  /** The run started, changed its status, or finished. Called within the transaction. */
  changed(row: RunRow, workflowId: WorkflowId): void;
  /** The end of the run is written. Called within the transaction. */
  ended(run: LiveRun): void;
  /** The run has finished and is stored. */
  over(run: LiveRun): void;
  /** Nothing is to be done before `wakeAt`, or before an answer comes where that is null: the run is stored and leaves memory. */
  parked(run: LiveRun, wakeAt: number | null): void;
}
