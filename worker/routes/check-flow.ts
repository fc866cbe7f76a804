import { checkFlow } from "#flow/check/check-flow.ts";
import type { WorkflowId } from "#flow/ids.ts";
import { dependenciesOf } from "#flow/package/dependencies.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import type { Database } from "#store/database.ts";
import { profilesAmong } from "#store/profiles/profiles.ts";
import { checkEnvironmentOf } from "#store/variables.ts";

/** The problems of a flow of a workflow, as the wire has them. */
export async function problemsOf(flow: FlowDocument, db: Database, workflowId: WorkflowId) {
  const named = dependenciesOf(flow).flatMap(({ kind, reference }) => (kind === "profile" ? [reference] : []));
  const [environment, profiles] = await Promise.all([checkEnvironmentOf(db, workflowId), profilesAmong(db, workflowId, named)]);
  const openProfiles = profiles.filter(({ isOpen }) => isOpen).map(({ id }) => id);
  return [...checkFlow(flow, { ...environment, profiles: profiles.map(({ id }) => id), openProfiles })];
}
