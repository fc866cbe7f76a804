/** What the work of a job may touch. */
import type { RunId, WorkflowId } from "#flow/ids.ts";
import type { LaneProtocol } from "../protocols/lane.ts";
import type { MonitorProtocol } from "../protocols/monitor.ts";
import type { JobStore } from "./job-store.ts";
import type { JobKind } from "../protocols/jobs.ts";

export interface JobPorts {
  readonly store: JobStore;
  readonly db: D1Database;
  /** Does the statements together. */
  write(statements: () => void): void;
  /** The lane of a run; undefined if the text is not a run id. */
  laneOf(workflowId: WorkflowId, runId: string): Pick<LaneProtocol, "rerun" | "recording" | "ends"> | undefined;
  /** The lane of runs on the canvas. */
  testLaneOf(workflowId: WorkflowId): Pick<LaneProtocol, "start" | "report" | "detail">;
  monitorOf(workflowId: WorkflowId): Pick<MonitorProtocol, "list">;
  /** An id of a run to come in the lane of another one, or of the canvas. */
  newRunId(kind: JobKind, runId: string): RunId;
}

/** The result of one round of work on a job: when to work on it next, null if it has finished. */
export type NextLook = number | null;
