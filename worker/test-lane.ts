/** The lane of a workflow in which runs on the canvas live. Management reaches it through its context. */
import { canvasLane, laneName, laneOfRun, type RunId, type WorkflowId } from "#flow/ids.ts";
import type { RunDetail, StartAnswer, StartRequest } from "#objects/runner/protocol.ts";
import { newRunId } from "#store/new-id.ts";
import type { Env } from "./env.ts";

export interface TestLane {
  start(request: Omit<StartRequest, "runId">): Promise<StartAnswer>;
  /** The run, after at most `waitMs` if it is not over before; undefined where there is no such test run. */
  detail(workflowId: WorkflowId, runId: string, waitMs: number): Promise<RunDetail | undefined>;
  cancel(workflowId: WorkflowId, runId: string): Promise<void>;
  /** The events behind number `after`; undefined where there is no such test run. */
  events(workflowId: WorkflowId, runId: string, after: number): Promise<ReadableStream | undefined>;
}

export function testLane(env: Pick<Env, "RUNNER">): TestLane {
  const stubOf = (workflowId: WorkflowId) => env.RUNNER.getByName(laneName(workflowId, canvasLane));
  return {
    start: (request) => stubOf(request.workflowId).start({ ...request, runId: newRunId(canvasLane, Date.now()) }),
    async detail(workflowId, runId, waitMs) {
      if (!isTestRun(runId)) return undefined;
      if (waitMs > 0) await stubOf(workflowId).report(runId, waitMs);
      return stubOf(workflowId).detail(runId);
    },
    async cancel(workflowId, runId) {
      if (isTestRun(runId)) await stubOf(workflowId).cancel(runId);
    },
    async events(workflowId, runId, after) {
      if (!isTestRun(runId)) return undefined;
      const response = await stubOf(workflowId).fetch(`http://lane/?run=${runId}&after=${after}`);
      return response.ok ? (response.body ?? undefined) : undefined;
    },
  };
}

function isTestRun(runId: string): runId is RunId {
  const at = laneOfRun(runId);
  return at?.place === canvasLane.place && at.n === canvasLane.n;
}
