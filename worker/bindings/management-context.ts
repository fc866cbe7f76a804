import type { WorkflowId } from "#flow/ids.ts";
import type { JobsProtocol } from "#objects/protocols/jobs.ts";
import type { ManagementEnv } from "./env.ts";
import type { MonitorAccess } from "./monitors.ts";
import type { RunLanes } from "./run-lanes.ts";
import type { TestLane } from "./test-lane.ts";

export interface ManagementContext {
  readonly env: ManagementEnv;
  /** Called after anything changed that callers of the workflow see: its name, deployment or keys. */
  changed(workflowId: WorkflowId): void | Promise<void>;
  /** Called after the endpoint has been removed; cancels the runs in progress. */
  onUndeploy(workflowId: WorkflowId): void | Promise<void>;
  /** Where runs on the canvas live. */
  readonly testLane: TestLane;
  /** Where runs of deployed versions live. */
  readonly runLanes: RunLanes;
  /** Who lists and measures them. */
  monitorOf(workflowId: WorkflowId): MonitorAccess;
  /** Who runs many of them again, or tries them with another flow. */
  jobsOf(workflowId: WorkflowId): JobsProtocol;
  /** Keeps the present request alive for work that its answer does not wait for. */
  later(work: Promise<void>): void;
  now(): number;
}
