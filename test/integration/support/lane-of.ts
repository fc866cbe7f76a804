import { laneName, laneOfRun, type WorkflowId } from "#flow/ids.ts";
import type { Runner } from "#objects/lane/lane.ts";
import { env } from "./deployed.ts";

/** The lane that holds a run of a workflow. */
export function laneOf({ workflowId }: { readonly workflowId: WorkflowId }, runId: string): DurableObjectStub<Runner> {
  return env.RUNNER.getByName(laneName(workflowId, laneOfRun(runId)!));
}
