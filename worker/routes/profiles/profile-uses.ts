import { Refusal } from "#flow/problems/refusal.ts";
import type { Database } from "#store/database.ts";
import { profileUses, type ProfileRow, type ProfileUse } from "#store/profiles/profiles.ts";
import { findWorkflow } from "#store/workflows.ts";
import { workflowRoleOf } from "#flow/rights/workflow-rights.ts";
import type { AccountCaller } from "../frame/handler.ts";

/** As many as a person would go through one by one. */
const maxShown = 20;

/** Throws a Refusal that lists the workflows whose flows use the profile, as far as the caller may see them. */
export async function refuseWhileUsed(db: Database, caller: AccountCaller, profile: ProfileRow): Promise<void> {
  const uses = await profileUses(db, profile, maxShown + 1);
  if (uses.length === 0) return;
  const seen = await Promise.all(uses.slice(0, maxShown).map(async (use) => ((await isSeen(db, caller, use)) ? [use] : [])));
  const shown = seen.flat();
  const hidden = Math.min(uses.length, maxShown) - shown.length;
  throw new Refusal("conflict", {
    detail:
      uses.length > maxShown
        ? `More than ${maxShown} workflows use the profile.`
        : `${uses.length === 1 ? "One workflow uses" : `${uses.length} workflows use`} the profile${hidden > 0 ? `, ${hidden} of which you cannot see` : ""}.`,
    suggestion: "Choose another profile in these workflows and redeploy the deployed ones, then delete the profile.",
    errors: shown.map(({ id, name, inDraft, asDeployed }) => ({
      path: `/workflows/${id}`,
      code: "in_use",
      message: `“${name}” uses it in its ${inDraft ? (asDeployed ? "draft and deployed version" : "draft") : "deployed version"}.`,
    })),
  });
}

async function isSeen(db: Database, { viewer }: AccountCaller, { id }: ProfileUse): Promise<boolean> {
  const workflow = await findWorkflow(db, viewer, id);
  return workflow !== undefined && workflowRoleOf(viewer.role, workflow.given ?? undefined) !== undefined;
}
