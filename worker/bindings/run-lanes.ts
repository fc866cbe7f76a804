/** The lanes of a workflow that hold runs of deployed versions. Management reaches them through its context. */
import { laneOfRun, type RunId, type WorkflowId } from "#flow/ids.ts";
import type { Deliveries } from "#objects/protocols/lane.ts";
import type { RerunAnswer, RerunOrder, RerunPlan, RerunRefused, RerunStart } from "#objects/protocols/rerun.ts";
import type { RunReport } from "#objects/protocols/run.ts";
import type { RunDetail } from "#objects/protocols/run-detail.ts";
import { findLane } from "#objects/starting/lanes.ts";
import { newRunId } from "#store/new-id.ts";
import type { Env } from "./env.ts";

/** Each answers undefined where the workflow has no such run, or one on the canvas. */
export interface AskedValue {
  readonly of: "input" | "output";
  readonly place?: string | undefined;
  readonly node?: string | undefined;
}

export interface RunLanes {
  detail(workflowId: WorkflowId, runId: string): Promise<RunDetail | undefined>;
  /** One value as JSON: a step's by its place or its node's id, else the run's. */
  value(workflowId: WorkflowId, runId: string, asked: AskedValue): Promise<ReadableStream | undefined>;
  /** True if this call ended the run. */
  cancel(workflowId: WorkflowId, runId: string): Promise<boolean | undefined>;
  /** Undefined also for a run without a push. */
  deliveries(workflowId: WorkflowId, runId: string): Promise<Deliveries | undefined>;
  redeliver(workflowId: WorkflowId, runId: string): Promise<Deliveries | undefined>;
  /** What running the run again would copy. */
  planRerun(workflowId: WorkflowId, order: RerunOrder): Promise<RerunPlan | RerunRefused | undefined>;
  rerun(workflowId: WorkflowId, order: RerunOrder, start: Omit<RerunStart, "runId">): Promise<RerunAnswer | undefined>;
}

export function runLanes(env: Pick<Env, "RUNNER" | "DB">): RunLanes {
  const laneOf = (workflowId: WorkflowId, runId: string) => findLane(env, workflowId, runId);
  // A lane is found by what `laneOfRun` takes for a run's id, so the casts are true.
  return {
    detail: async (workflowId, runId) => (await laneOf(workflowId, runId))?.detail(runId as RunId, true),
    async value(workflowId, runId, { of, place, node }) {
      const step = { ...(place === undefined ? {} : { place }), ...(node === undefined ? {} : { node }) };
      const query = new URLSearchParams({ run: runId, of, ...step });
      const response = await (await laneOf(workflowId, runId))?.fetch(`http://lane/value?${query.toString()}`);
      return response?.ok ? (response.body ?? undefined) : undefined;
    },
    async cancel(workflowId, runId) {
      // The types of RPC lose reports, because an output is `unknown`.
      const cancelled = await (await laneOf(workflowId, runId))?.cancel(runId as RunId);
      return (cancelled as { report: RunReport; stopped: boolean } | undefined)?.stopped;
    },
    deliveries: async (workflowId, runId) => (await laneOf(workflowId, runId))?.deliveries(runId as RunId),
    redeliver: async (workflowId, runId) => (await laneOf(workflowId, runId))?.redeliver(runId as RunId),
    planRerun: async (workflowId, order) => (await laneOf(workflowId, order.of))?.planRerun(order),
    async rerun(workflowId, order, start) {
      const lane = laneOfRun(order.of);
      const runId = lane && newRunId(lane, Date.now());
      return runId && (await laneOf(workflowId, order.of))?.rerun(order, { ...start, runId });
    },
  };
}
