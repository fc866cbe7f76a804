/**
 * The access token and the signing secret of endpoints: in the settings of each workflow, and frozen in its deployments.
 * A sealed text is replaced in all of them alike, because settings that differ in their text count as not deployed yet.
 */
import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { AccountId, WorkflowId } from "#flow/ids.ts";
import type { Statement } from "../audit/write.ts";
import type { Database } from "../database.ts";
import { placesOfSettings } from "../endpoint-secrets.ts";
import { readSettings } from "../endpoint.ts";
import { deployments, workflows } from "../schema.ts";
import { nextOf, type SealedHome } from "./sealed-home.ts";

export const endpointHome: SealedHome = {
  what: "endpoint",
  async find(db, accountId, after, limit) {
    const rows = await db
      .select({ id: workflows.id, endpoint: workflows.endpoint })
      .from(workflows)
      // An id comes from text that was an id.
      .where(and(eq(workflows.accountId, accountId), gt(workflows.id, after as WorkflowId)))
      .orderBy(asc(workflows.id))
      .limit(limit);
    return {
      rows: rows.map(({ id, endpoint }) => ({
        texts: textsIn(endpoint, accountId, id),
        replace: (db, changes) => [
          db
            .update(workflows)
            .set({ endpoint: replaced(workflows.endpoint, changes) })
            .where(and(eq(workflows.id, id), eq(workflows.endpoint, endpoint))),
          inDeployments(db, id, changes),
        ],
      })),
      next: nextOf(rows, limit, (row) => row.id),
    };
  },
};

/** What earlier settings left behind: runs in flight and pushes that are sent again still need it. */
export const deploymentHome: SealedHome = {
  what: "deployment",
  async find(db, accountId, after, limit) {
    const rows = await db
      .select({ id: deployments.id, workflowId: deployments.workflowId, settings: deployments.settings })
      .from(deployments)
      .innerJoin(workflows, eq(workflows.id, deployments.workflowId))
      .where(and(eq(workflows.accountId, accountId), sql`${deployments.id} > ${after}`))
      .orderBy(asc(deployments.id))
      .limit(limit);
    return {
      rows: rows.map(({ workflowId, settings }) => ({
        texts: textsIn(settings, accountId, workflowId),
        replace: (db, changes) => [inDeployments(db, workflowId, changes)],
      })),
      next: nextOf(rows, limit, (row) => row.id),
    };
  },
};

function textsIn(settings: string, accountId: AccountId, workflowId: WorkflowId) {
  return placesOfSettings(readSettings(settings), { accountId, workflowId });
}

/** Sealed texts hold a random number each, so they stand for nothing else. */
function replaced(column: typeof workflows.endpoint | typeof deployments.settings, changes: ReadonlyMap<string, string>) {
  let text = sql<string>`${column}`;
  for (const [before, after] of changes) text = sql<string>`replace(${text}, ${before}, ${after})`;
  return text;
}

function inDeployments(db: Database, workflowId: WorkflowId, changes: ReadonlyMap<string, string>): Statement {
  const settings = replaced(deployments.settings, changes);
  return db
    .update(deployments)
    .set({ settings })
    .where(and(eq(deployments.workflowId, workflowId), sql`${settings} <> ${deployments.settings}`));
}
