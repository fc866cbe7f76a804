/** Workflows whose flow uses something of the account: shown with it, and in the way of its deletion. */
import { Refusal } from "#flow/problems/refusal.ts";
import type { Database } from "#store/database.ts";
import { flowUses, type FlowUse, type Mention } from "#store/flow-uses.ts";
import { findWorkflow } from "#store/workflows.ts";
import { workflowRoleOf } from "#flow/rights/workflow-rights.ts";
import type { AccountCaller } from "./handler.ts";

/** As many as a person would go through one by one. */
const maxShown = 20;

interface SeenUses {
  readonly shown: readonly FlowUse[];
  /** Those among the first that the caller may not see. */
  readonly hidden: number;
  /** All, as far as they were counted: one more than the first at most. */
  readonly total: number;
}

/** The first workflows that use it, as far as the caller may see them. */
export async function seenUses(db: Database, caller: AccountCaller, mention: Mention): Promise<SeenUses> {
  const uses = await flowUses(db, caller.account.id, mention, maxShown + 1);
  const seen = await Promise.all(uses.slice(0, maxShown).map(async (use) => ((await isSeen(db, caller, use)) ? [use] : [])));
  const shown = seen.flat();
  return { shown, hidden: Math.min(uses.length, maxShown) - shown.length, total: uses.length };
}

/** Throws a Refusal that lists the workflows whose flows use it. `what` is how people call it: “profile”, “connection”. */
export async function refuseWhileUsed(db: Database, caller: AccountCaller, mention: Mention, what: string): Promise<void> {
  const { shown, hidden, total } = await seenUses(db, caller, mention);
  if (total === 0) return;
  throw new Refusal("conflict", {
    detail:
      total > maxShown
        ? `More than ${maxShown} workflows use the ${what}.`
        : `${total === 1 ? "One workflow uses" : `${total} workflows use`} the ${what}${hidden > 0 ? `, ${hidden} of which you cannot see` : ""}.`,
    suggestion: `Choose another ${what} in these workflows and redeploy the deployed ones, then delete the ${what}.`,
    errors: shown.map(({ id, name, inDraft, asDeployed }) => ({
      path: `/workflows/${id}`,
      code: "in_use",
      message: `“${name}” uses it in its ${inDraft ? (asDeployed ? "draft and deployed version" : "draft") : "deployed version"}.`,
    })),
  });
}

async function isSeen(db: Database, { viewer }: AccountCaller, { id }: FlowUse): Promise<boolean> {
  const workflow = await findWorkflow(db, viewer, id);
  return workflow !== undefined && workflowRoleOf(viewer.role, workflow.given ?? undefined) !== undefined;
}
