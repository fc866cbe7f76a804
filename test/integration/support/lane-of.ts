import { laneName, laneOfRun, type WorkflowId } from "#flow/ids.ts";
import type { Lane } from "#objects/lane/lane.ts";
import { env } from "./deployed.ts";

/** The lane that holds a run of a workflow. */
export function laneOf({ workflowId }: { readonly workflowId: WorkflowId }, runId: string): DurableObjectStub<Lane> {
  return env.RUNNER.getByName(laneName(workflowId, laneOfRun(runId)!));
}
