/** The lane of a workflow in which runs on the canvas live. Management reaches it through its context. */
import type { WorkflowId } from "#flow/ids.ts";
import type { Draft, StartAnswer } from "#objects/protocols/start.ts";
import type { RunDetail } from "#objects/protocols/run-detail.ts";
import { canvasLaneOf, isCanvasRun } from "#objects/starting/lanes.ts";
import { startDraft } from "#objects/starting/start-draft.ts";
import type { Env } from "./env.ts";

export interface TestLane {
  start(workflowId: WorkflowId, draft: Draft, start: Parameters<typeof startDraft>[3]): Promise<StartAnswer>;
  /** The run, after at most `waitMs` if it is not over before; undefined where there is no such test run. */
  detail(workflowId: WorkflowId, runId: string, waitMs: number): Promise<RunDetail | undefined>;
  cancel(workflowId: WorkflowId, runId: string): Promise<void>;
  /** The events behind number `after`; undefined where there is no such test run. */
  events(workflowId: WorkflowId, runId: string, after: number): Promise<ReadableStream | undefined>;
}

export function testLane(env: Pick<Env, "RUNNER">): TestLane {
  const stubOf = (workflowId: WorkflowId) => canvasLaneOf(env, workflowId);
  return {
    start: (workflowId, draft, start) => startDraft(env, workflowId, draft, start),
    async detail(workflowId, runId, waitMs) {
      if (!isCanvasRun(runId)) return undefined;
      if (waitMs > 0) await stubOf(workflowId).report(runId, waitMs);
      return stubOf(workflowId).detail(runId);
    },
    async cancel(workflowId, runId) {
      if (isCanvasRun(runId)) await stubOf(workflowId).cancel(runId);
    },
    async events(workflowId, runId, after) {
      if (!isCanvasRun(runId)) return undefined;
      const response = await stubOf(workflowId).fetch(`http://lane/?run=${runId}&after=${after}`);
      return response.ok ? (response.body ?? undefined) : undefined;
    },
  };
}
