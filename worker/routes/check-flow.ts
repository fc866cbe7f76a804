import { checkFlow } from "#flow/check/check-flow.ts";
import type { WorkflowId } from "#flow/ids.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import type { Database } from "#store/database.ts";
import { checkEnvironmentOf } from "#store/variables.ts";

/** The problems of a flow of a workflow, as the wire has them. */
export async function problemsOf(flow: FlowDocument, db: Database, workflowId: WorkflowId) {
  return [...checkFlow(flow, await checkEnvironmentOf(db, workflowId))];
}
