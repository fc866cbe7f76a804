/** The object that runs runs of one workflow again in bulk. Management reaches it through its context. */
import type { WorkflowId } from "#flow/ids.ts";
import type { JobsProtocol } from "#objects/protocols/jobs.ts";
import type { Env } from "./env.ts";

export function jobsOf({ JOBS }: Pick<Env, "JOBS">, workflowId: WorkflowId): JobsProtocol {
  return JOBS.getByName(workflowId);
}
