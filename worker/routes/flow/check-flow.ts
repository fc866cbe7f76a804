import { checkFlow } from "#flow/check/check-flow.ts";
import type { WorkflowId } from "#flow/ids.ts";
import { dependenciesOf } from "#flow/package/dependencies.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import type { Share } from "#objects/turns/share.ts";
import { turns } from "#objects/turns/turns.ts";
import type { Database } from "#store/database.ts";
import { profilesAmong } from "#store/profiles/profiles.ts";
import { checkEnvironmentOf } from "#store/variables.ts";

/** What checking one node costs, in the units of `turns`: 100 µs. */
const workOfNode = 20_000;

/** The problems of a flow of a workflow, as the wire has them, found in the time of `share`. */
export async function problemsOf(flow: FlowDocument, db: Database, workflowId: WorkflowId, share: Share) {
  const named = dependenciesOf(flow).flatMap(({ kind, reference }) => (kind === "profile" ? [reference] : []));
  const [environment, profiles] = await Promise.all([checkEnvironmentOf(db, workflowId), profilesAmong(db, workflowId, named)]);
  if (turns.isOver(share)) await turns.next(share);
  turns.did(flow.nodes.length * workOfNode, share);
  const openProfiles = profiles.filter(({ isOpen }) => isOpen).map(({ id }) => id);
  return [...checkFlow(flow, { ...environment, profiles: profiles.map(({ id }) => id), openProfiles })];
}
