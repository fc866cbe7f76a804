/** The row of a run in its lane: the columns that never change, and those that change with each commit. */
import type { DeploymentId, RunId, VersionId, WorkflowId } from "#flow/ids.ts";
import type { RunType } from "#flow/monitoring/run-row.ts";
import type { RunMode, RunStatus, RunWarning } from "../protocols/run.ts";

/** The head of a run, as in its row. */
export interface RunHead {
  readonly id: RunId;
  readonly mode: RunMode;
  readonly status: RunStatus;
  readonly workflowId: WorkflowId;
  readonly versionId: VersionId;
  readonly deploymentId: DeploymentId;
  /** The deployment that froze its flow. If there is none, or it froze another version, the run started on an older build. */
  readonly planId: DeploymentId;
  /** The revision of the engine that it started with. */
  readonly revision: number;
  readonly requestId: string;
  readonly warnings: readonly RunWarning[];
  readonly startedAt: number;
  readonly deadlineAt: number | null;
  readonly endedAt: number | null;
  /** JSON of `{ output, error, warnings }`, stored apart where it is large. */
  readonly result: string | null;
  readonly crashes: number;
  /** The run that this one repeats. */
  readonly rerunOf: RunId | null;
  /** What started it, and its name. */
  readonly type: RunType;
  readonly source: string;
  readonly nodesExecuted: number;
}

/** What a lane has to do with a run. `parked`: every branch waits, for a time or an answer, and the run is not in memory. */
export type RunState = "working" | "queued" | "parked" | "over";

/** How a run stands after a commit: its row's changing columns. */
export interface RunProgress {
  readonly status: RunStatus;
  readonly state: RunState;
  /** Null if nothing is due: the run has finished, or waits for an answer without a deadline. */
  readonly wakeAt: number | null;
  readonly endedAt: number | null;
  readonly result: string | null;
  readonly nodesExecuted: number;
}
