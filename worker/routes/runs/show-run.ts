/** One run in detail, from its lane. */
import type { runRoutes } from "#flow/contract/runs.ts";
import type { AnswerOf } from "#flow/contract/route.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import type { WorkflowId } from "#flow/ids.ts";
import { runOnWire } from "#flow/monitoring/on-wire.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import { versionNames } from "#store/versions.ts";
import type { ManagementContext } from "../../bindings/management-context.ts";
import type { Call, FoundWorkflow } from "../frame/handler.ts";
import { detailOnWire, wholeStepOnWire } from "./run-on-wire.ts";
import { isoTimeOrNull } from "../frame/times.ts";

const dayMs = 86_400_000;

/** A run as the API shows it. Throws a Refusal where it is not there, or not kept any more. */
export async function showRun(
  { context, db, workflow }: Pick<Call<typeof runRoutes.getRun>, "context" | "db" | "workflow">,
  runId: string,
): Promise<AnswerOf<typeof runRoutes.getRun>> {
  const detail = await context.runLanes.detail(workflow.id, runId);
  if (!detail?.row || isForgotten(detail.row, workflow, context.now())) return noSuchRun(context, workflow.id, runId);
  const { row, versionId, requestId, timeoutAt, outputTooLarge } = detail;
  const names = await versionNames(db, workflow.id, [versionId]);
  return {
    ...detailOnWire(detail, wholeStepOnWire),
    row: runOnWire(row),
    version: { id: versionId, name: names.get(versionId) ?? versionId },
    requestId,
    timeoutAt: isoTimeOrNull(timeoutAt),
    tooLarge: outputTooLarge === null ? {} : { output: outputTooLarge },
  };
}

/** A lane deletes in its own time; what the workflow does not keep any more is not there before that either. */
function isForgotten({ endedAt }: RunRow, { runRetentionDays }: FoundWorkflow, now: number): boolean {
  return endedAt !== null && endedAt < now - runRetentionDays * dayMs;
}

/** Says whether the run was never there, or is listed and its lane has forgotten it. */
export async function noSuchRun(context: ManagementContext, workflowId: WorkflowId, runId: string): Promise<never> {
  const isListed = (await context.monitorOf(workflowId).find(runId)) !== undefined;
  throw new Refusal(
    "not_found",
    isListed
      ? {
          detail: "The data of this run was deleted, because it is older than the workflow's run retention.",
          suggestion: "Increase the run retention in the workflow's details to keep future runs longer. Deleted data cannot be restored.",
        }
      : {
          detail: "This workflow has no run with this id, or the run was deleted.",
          suggestion: "Search the list of runs. Test runs are not listed.",
        },
  );
}
