/** Starts runs of flows that no version holds: test runs of people, and replays. */
import { canonicalText } from "#flow/json/canonical-text.ts";
import { canvasLane, draftIdOf, type DeploymentId, type WorkflowId } from "#flow/ids.ts";
import { hashSecret } from "#store/hash-secret.ts";
import { newRunId } from "#store/new-id.ts";
import type { ObjectsEnv } from "../env.ts";
import type { Draft, StartAnswer, StartRequest } from "../protocols/start.ts";
import { canvasLaneOf } from "./lanes.ts";

/** What is the same for each run of one draft. */
export type DraftStart = Pick<StartRequest, "workflowId" | "deploymentId" | "versionId" | "mode" | "draft">;

export async function draftStart(workflowId: WorkflowId, draft: Draft): Promise<DraftStart> {
  return {
    workflowId,
    deploymentId: "" as DeploymentId, // It belongs to no deployment.
    versionId: draftIdOf(await hashSecret(canonicalText(draft))),
    mode: "test",
    draft,
  };
}

/** Resolves when the run is stored, or refused because too many are in progress. */
export async function startDraft(
  env: Pick<ObjectsEnv, "RUNNER">,
  workflowId: WorkflowId,
  draft: Draft,
  start: Omit<StartRequest, keyof DraftStart | "runId">,
): Promise<StartAnswer> {
  const request = { ...start, ...(await draftStart(workflowId, draft)), runId: newRunId(canvasLane, Date.now()) };
  return canvasLaneOf(env, workflowId).start(request);
}
