/** Custom roles of an account. A role that is given somewhere cannot go: giving and deleting each look, in their own statement, for the other. */
import { and, asc, eq, gt, notExists, or, sql } from "drizzle-orm";
import type { AccountId, RoleId } from "#flow/ids.ts";
import { workflowRoles, type WorkflowRole } from "#flow/rights/roles.ts";
import type { Role, WorkflowCapability } from "#flow/rights/workflow-rights.ts";
import { isDuplicate, type Database } from "./database.ts";
import { insertWithin } from "./insert-within.ts";
import { nameKey } from "./name-key.ts";
import { pageOf, type Page, type PageRequest } from "./page.ts";
import { roles, workflowMembers } from "./schema.ts";

export interface RoleRow {
  readonly id: RoleId;
  readonly name: string;
  readonly description: string;
  readonly capabilities: readonly WorkflowCapability[];
  readonly inUse: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

const shown = {
  id: roles.id,
  name: roles.name,
  description: roles.description,
  capabilities: roles.capabilities,
  inUse: sql<number>`(SELECT COUNT(*) FROM workflow_members WHERE workflow_members.role = ${roles.id})`,
  createdAt: roles.createdAt,
  updatedAt: roles.updatedAt,
};

/** The custom roles of an account, by name. */
export async function listRoles(
  db: Database,
  accountId: AccountId,
  { limit, after }: PageRequest<string>,
): Promise<Page<RoleRow & { nameKey: string }>> {
  const rows = await db
    .select({ ...shown, nameKey: roles.nameKey })
    .from(roles)
    .where(and(eq(roles.accountId, accountId), after === undefined ? undefined : gt(roles.nameKey, after)))
    .orderBy(asc(roles.nameKey))
    .limit(limit + 1);
  return pageOf(rows, limit, (row) => [row.nameKey]);
}

/** A custom role by its id or its name. */
export async function findCustomRole(db: Database, accountId: AccountId, reference: string): Promise<RoleRow | undefined> {
  const [row] = await db
    .select(shown)
    .from(roles)
    .where(and(eq(roles.accountId, accountId), or(eq(roles.id, reference as RoleId), eq(roles.nameKey, nameKey(reference)))))
    // A name that looks like another role's id does not take its place.
    .orderBy(sql`${roles.id} = ${reference} DESC`)
    .limit(1);
  return row;
}

/** A role as `workflow_members` stores it, with what it stands for. */
export interface StoredRole {
  readonly stored: WorkflowRole | RoleId;
  readonly role: Role;
}

/** The role that a name or an id stands for in an account, built in or custom. */
export async function findRole(db: Database, accountId: AccountId, reference: string): Promise<StoredRole | undefined> {
  const builtIn = builtInOf(reference);
  if (builtIn) return { stored: builtIn, role: builtIn };
  const custom = await findCustomRole(db, accountId, reference);
  return custom && { stored: custom.id, role: custom };
}

/** The built-in role of this name, in any case. */
export function builtInOf(name: string): WorkflowRole | undefined {
  return workflowRoles.find((role) => nameKey(role) === nameKey(name));
}

/**
 * The statement that makes a role; it changes nothing where the account has `most` already, and fails where it has one
 * of that name: `isRoleNameTaken`.
 */
export function insertRole(db: Database, row: Omit<typeof roles.$inferSelect, "nameKey">, most: number) {
  return insertWithin(db, roles, { ...row, nameKey: nameKey(row.name) }, { most, counted: eq(roles.accountId, row.accountId) });
}

/** The statement that changes a role which is still as in `before`; else it changes nothing. */
export function updateRole(db: Database, before: RoleRow, after: Pick<RoleRow, "name" | "description" | "capabilities">, nowMs: number) {
  return db
    .update(roles)
    .set({ ...after, nameKey: nameKey(after.name), updatedAt: nowMs })
    .where(
      and(
        eq(roles.id, before.id),
        eq(roles.name, before.name),
        eq(roles.description, before.description),
        eq(roles.capabilities, before.capabilities),
      ),
    );
}

/** The statement that deletes a role. It changes nothing if a person has the role. */
export function deleteRole(db: Database, id: RoleId) {
  const given = db
    .select({ one: sql`1` })
    .from(workflowMembers)
    .where(eq(workflowMembers.role, id));
  return db.delete(roles).where(and(eq(roles.id, id), notExists(given)));
}

/** Whether a change failed because the account has a role of that name. */
export function isRoleNameTaken(error: unknown): boolean {
  return isDuplicate(error, "roles.account_id, roles.name_key");
}
