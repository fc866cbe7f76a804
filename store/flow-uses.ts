/** Which workflows of an account name something in their flow: in the draft, or in the deployed version. */
import { asc, and, eq, or, sql, type SQL } from "drizzle-orm";
import type { AccountId, WorkflowId } from "#flow/ids.ts";
import type { Database } from "./database.ts";
import { deployments, versions, workflows } from "./schema.ts";

export interface FlowUse {
  readonly id: WorkflowId;
  readonly name: string;
  readonly inDraft: boolean;
  readonly asDeployed: boolean;
}

/** A setting of a node that names something by its id. */
export interface Mention {
  readonly setting: "authorization" | "connection";
  readonly id: string;
}

/** The workflows whose draft or deployed flow names it, by name, at most `limit`. */
export async function flowUses(db: Database, accountId: AccountId, mention: Mention, limit: number): Promise<FlowUse[]> {
  const inDraft: SQL<number> = sql`instr(${workflows.draft}, ${textOf(mention)}) > 0`;
  const asDeployed: SQL<number> = sql`coalesce(instr(${versions.flow}, ${textOf(mention)}), 0) > 0`;
  return db
    .select({ id: workflows.id, name: workflows.name, inDraft: inDraft.mapWith(Boolean), asDeployed: asDeployed.mapWith(Boolean) })
    .from(workflows)
    .leftJoin(deployments, eq(deployments.id, workflows.deploymentId))
    .leftJoin(versions, eq(versions.id, deployments.versionId))
    .where(and(eq(workflows.accountId, accountId), or(inDraft, asDeployed)))
    .orderBy(asc(workflows.nameKey))
    .limit(limit);
}

/** The condition that no flow names it; for the statement that deletes it, so that a flow saved at this moment counts too. */
export function isUnused(accountId: AccountId, mention: Mention): SQL {
  return sql`NOT EXISTS (SELECT 1 FROM workflows w LEFT JOIN deployments d ON d.id = w.deployment_id LEFT JOIN versions v ON v.id = d.version_id
    WHERE w.account_id = ${accountId} AND (instr(w.draft, ${textOf(mention)}) > 0 OR instr(v.flow, ${textOf(mention)}) > 0))`;
}

/** How a stored flow names it. Flows are stored as JSON.stringify writes them, in which a text's own quotes are escaped. */
function textOf({ setting, id }: Mention): string {
  return `"${setting}":${JSON.stringify(id)}`;
}
