import { engineRevision } from "#flow/engine/revision.ts";
import type { RunHead } from "../run/run-head.ts";
import type { StartRequest } from "../protocols/start.ts";

/** The head of a run that starts at `now`. */
export function newHead(request: StartRequest, now: number): RunHead {
  const { runId, mode, workflowId, versionId, deploymentId, requestId, warnings, timeoutMs } = request;
  return {
    id: runId,
    mode,
    status: "In Progress",
    workflowId,
    versionId,
    deploymentId,
    planId: request.planId ?? deploymentId,
    revision: engineRevision,
    requestId,
    warnings,
    startedAt: now,
    deadlineAt: timeoutMs === null ? null : now + timeoutMs,
    endedAt: null,
    result: null,
    crashes: 0,
    rerunOf: request.rerunOf ?? null,
    type: request.type ?? "API",
    source: request.source ?? "",
    nodesExecuted: 0,
  };
}
