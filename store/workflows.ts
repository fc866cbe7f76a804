/** Workflows: the list, one of them, and what changes in its row. Every question names the account, so that no answer crosses it. */
import { and, asc, desc, eq, gt, isNotNull, isNull, lt, ne, or, sql, type SQL } from "drizzle-orm";
import type { AccountId, DeploymentId, UserId, VersionId, WorkflowId } from "#flow/ids.ts";
import type { AccountRole } from "#flow/rights/roles.ts";
import { resolveRole, seesEveryWorkflow, type CustomRole, type Role } from "#flow/rights/workflow-rights.ts";
import type { WorkflowStatus } from "#flow/contract/workflow-status.ts";
import { isDuplicate, type Database } from "./database.ts";
import { nameKey } from "./name-key.ts";
import { pageOf, type Page } from "./page.ts";
import { deployments, roles, users, versions, workflowMembers, workflows } from "./schema.ts";

export interface Viewer {
  readonly userId: UserId;
  readonly accountId: AccountId;
  readonly role: AccountRole;
}

export interface WorkflowRow {
  readonly id: WorkflowId;
  readonly name: string;
  readonly description: string;
  readonly status: WorkflowStatus;
  readonly owner: { readonly id: UserId; readonly name: string };
  /** What the viewer was given on it. */
  readonly given: Role | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
}

const summary = {
  id: workflows.id,
  name: workflows.name,
  description: workflows.description,
  status: workflows.status,
  owner: { id: users.id, name: users.name },
  stored: workflowMembers.role,
  custom: { name: roles.name, capabilities: roles.capabilities },
  createdAt: workflows.createdAt,
  updatedAt: workflows.updatedAt,
};

export interface WorkflowDetails extends WorkflowRow {
  readonly runRetentionDays: number;
  readonly draftRevision: number;
  /** DeployedSettings as text. */
  readonly endpoint: string;
  readonly deployment: {
    readonly id: DeploymentId;
    readonly createdAt: number;
    readonly settings: string;
    readonly versionId: VersionId;
    readonly versionNumber: number;
    readonly versionRevision: number;
  } | null;
}

function givenTo(viewer: Viewer): SQL | undefined {
  return and(eq(workflowMembers.workflowId, workflows.id), eq(workflowMembers.userId, viewer.userId));
}

/** A row with the role that its columns stand for. */
function resolved<Row extends { readonly stored: string | null; readonly custom: CustomRole | null }>({ stored, custom, ...row }: Row) {
  return { ...row, given: resolveRole(stored, custom) };
}

/** A workflow of the viewer's account, or undefined. Whether they may see it is `given` and their role's to say. */
export async function findWorkflow(db: Database, viewer: Viewer, workflowId: WorkflowId): Promise<WorkflowDetails | undefined> {
  const [row] = await db
    .select({
      ...summary,
      runRetentionDays: workflows.runRetentionDays,
      draftRevision: workflows.draftRevision,
      endpoint: workflows.endpoint,
      deployment: {
        id: deployments.id,
        createdAt: deployments.createdAt,
        settings: deployments.settings,
        versionId: deployments.versionId,
        versionNumber: versions.number,
        versionRevision: versions.draftRevision,
      },
    })
    .from(workflows)
    .innerJoin(users, eq(users.id, workflows.ownerId))
    .leftJoin(workflowMembers, givenTo(viewer))
    .leftJoin(roles, eq(roles.id, workflowMembers.role))
    .leftJoin(deployments, eq(deployments.id, workflows.deploymentId))
    .leftJoin(versions, eq(versions.id, deployments.versionId))
    .where(and(eq(workflows.id, workflowId), eq(workflows.accountId, viewer.accountId)));
  if (!row) return undefined;
  const { id, createdAt, settings, versionId, versionNumber, versionRevision } = row.deployment;
  const isDeployed =
    id !== null && createdAt !== null && settings !== null && versionId !== null && versionNumber !== null && versionRevision !== null;
  return { ...resolved(row), deployment: isDeployed ? { id, createdAt, settings, versionId, versionNumber, versionRevision } : null };
}

export type WorkflowSort = "name" | "changed";
/** The sort value of the last row shown, and its id. */
export type WorkflowPosition = readonly [string | number, WorkflowId];

export interface WorkflowFilter {
  readonly tab: "all" | "mine" | "shared";
  readonly search: string | undefined;
  readonly sort: WorkflowSort;
  readonly limit: number;
  readonly after: WorkflowPosition | undefined;
}

/** The workflows that the viewer may see. */
export async function listWorkflows(
  db: Database,
  viewer: Viewer,
  filter: WorkflowFilter,
): Promise<Page<WorkflowRow & { nameKey: string }>> {
  const { tab, search, sort, limit, after } = filter;
  const rows = await db
    .select({ ...summary, nameKey: workflows.nameKey })
    .from(workflows)
    .innerJoin(users, eq(users.id, workflows.ownerId))
    .leftJoin(workflowMembers, givenTo(viewer))
    .leftJoin(roles, eq(roles.id, workflowMembers.role))
    .where(
      and(
        eq(workflows.accountId, viewer.accountId),
        seesEveryWorkflow(viewer.role) ? undefined : isNotNull(workflowMembers.role),
        tab === "mine" ? eq(workflows.ownerId, viewer.userId) : undefined,
        tab === "shared" ? and(ne(workflows.ownerId, viewer.userId), isNotNull(workflowMembers.role)) : undefined,
        search ? contains(nameKey(search)) : undefined,
        after ? isAfter(sort, after) : undefined,
      ),
    )
    .orderBy(...(sort === "name" ? [asc(workflows.nameKey), asc(workflows.id)] : [desc(workflows.updatedAt), desc(workflows.id)]))
    .limit(limit + 1);
  return pageOf(rows.map(resolved), limit, (row) => [sort === "name" ? row.nameKey : row.updatedAt, row.id]);
}

/** `instr`, because D1 refuses LIKE patterns of more than 50 bytes. */
function contains(key: string): SQL {
  return sql`(instr(${workflows.nameKey}, ${key}) > 0 OR instr(lower(${workflows.description}), ${key}) > 0)`;
}

function isAfter(sort: WorkflowSort, [value, id]: WorkflowPosition): SQL | undefined {
  return sort === "name"
    ? or(gt(workflows.nameKey, String(value)), and(eq(workflows.nameKey, String(value)), gt(workflows.id, id)))
    : or(lt(workflows.updatedAt, Number(value)), and(eq(workflows.updatedAt, Number(value)), lt(workflows.id, id)));
}

/** The statements that make a workflow whose creator is its Admin. They fail where the account has one of that name: `isNameTaken`. */
export function insertWorkflow(db: Database, row: Omit<typeof workflows.$inferInsert, "nameKey">) {
  return [
    db.insert(workflows).values({ ...row, nameKey: nameKey(row.name) }),
    db.insert(workflowMembers).values({ workflowId: row.id, userId: row.ownerId, role: "Admin", createdAt: row.createdAt }),
  ] as const;
}

/** The names of the account's workflows that start with this name, which a name with a number could equal. */
export async function namesLike(db: Database, accountId: AccountId, name: string): Promise<string[]> {
  // Cut short, because a long name gives way to its number.
  const key = nameKey(name).slice(0, 40);
  const rows = await db
    .select({ name: workflows.name })
    .from(workflows)
    .where(and(eq(workflows.accountId, accountId), sql`substr(${workflows.nameKey}, 1, length(${key})) = ${key}`));
  return rows.map(({ name }) => name);
}

export interface Described {
  readonly name: string;
  readonly description: string;
  readonly runRetentionDays: number;
}

/**
 * The statement that changes name and description where both are still as in `before`; else it changes nothing. It
 * fails where the account has another workflow of that name: `isNameTaken`.
 */
export function describeWorkflow(db: Database, workflowId: WorkflowId, before: Described, after: Described, nowMs: number) {
  const { name, description, runRetentionDays } = before;
  return db
    .update(workflows)
    .set({ ...after, nameKey: nameKey(after.name), updatedAt: nowMs })
    .where(
      and(
        eq(workflows.id, workflowId),
        eq(workflows.name, name),
        eq(workflows.description, description),
        eq(workflows.runRetentionDays, runRetentionDays),
      ),
    );
}

/** The statement that deletes a workflow and all that belongs to it; it changes nothing where it is deployed. */
export function deleteWorkflow(db: Database, workflowId: WorkflowId) {
  return db.delete(workflows).where(and(eq(workflows.id, workflowId), isNull(workflows.deploymentId)));
}

/** Whether a change failed because the account has a workflow of that name. */
export function isNameTaken(error: unknown): boolean {
  return isDuplicate(error, "workflows.account_id, workflows.name_key");
}
