/**
 * Whom a workflow was given to. A workflow always has an Admin among them, who owns it; the statements below hold to
 * that by themselves, so that two changes at the same moment cannot take the last one. Account Owners and Admins do not
 * count: they come and go for other reasons.
 */
import { and, asc, count, eq, exists, gt, inArray, isNotNull, ne, or, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { AccountId, RoleId, UserId, WorkflowId } from "#flow/ids.ts";
import { isWorkflowRole, type AccountRole, type WorkflowRole } from "#flow/rights/roles.ts";
import { resolveRole, type Role } from "#flow/rights/workflow-rights.ts";
import type { Database } from "./database.ts";
import { pageOf, type Page, type PageRequest } from "./page.ts";
import { members, roles, users, workflowMembers, workflows } from "./schema.ts";

export interface WorkflowMemberRow {
  readonly user: { readonly id: UserId; readonly name: string; readonly email: string };
  readonly accountRole: AccountRole;
  /** What was given on this workflow, and as it is stored. */
  readonly given: Role | undefined;
  readonly stored: WorkflowRole | RoleId | null;
  readonly givenAt: number | null;
  readonly isOwner: boolean;
}

/** The sort values of the last person shown. */
export type PersonPosition = readonly [string, UserId];
export const byName = sql<string>`lower(${users.name})`;

function people(db: Database, accountId: AccountId, workflowId: WorkflowId, only: SQL | undefined) {
  return db
    .select({
      user: { id: users.id, name: users.name, email: users.email },
      sortName: byName,
      accountRole: members.role,
      stored: workflowMembers.role,
      givenAt: workflowMembers.createdAt,
      custom: { name: roles.name, capabilities: roles.capabilities },
      isOwner: sql<number>`${workflows.ownerId} = ${users.id}`.mapWith(Boolean),
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .innerJoin(workflows, and(eq(workflows.id, workflowId), eq(workflows.accountId, accountId)))
    .leftJoin(workflowMembers, and(eq(workflowMembers.workflowId, workflowId), eq(workflowMembers.userId, members.userId)))
    .leftJoin(roles, eq(roles.id, workflowMembers.role))
    .where(and(eq(members.accountId, accountId), only));
}

function resolved<Row extends Pick<WorkflowMemberRow, "stored"> & { readonly custom: Exclude<Role, string> | null }>({
  custom,
  ...row
}: Row) {
  return { ...row, given: resolveRole(row.stored, custom) };
}

/** Everybody who may see a workflow, by name. */
export async function listWorkflowMembers(
  db: Database,
  accountId: AccountId,
  workflowId: WorkflowId,
  { limit, after }: PageRequest<PersonPosition>,
): Promise<Page<WorkflowMemberRow>> {
  const mayBeSeen = or(inArray(members.role, ["Owner", "Admin"]), isNotNull(workflowMembers.role));
  const rows = await people(db, accountId, workflowId, and(mayBeSeen, after && isAfterPerson(after)))
    .orderBy(asc(byName), asc(users.id))
    .limit(limit + 1);
  return pageOf(rows.map(resolved), limit, (row) => [row.sortName, row.user.id]);
}

export function isAfterPerson([name, id]: PersonPosition): SQL | undefined {
  return or(gt(byName, name), and(eq(byName, name), gt(users.id, id)));
}

/** A person of the account and what they have on the workflow, which may be nothing. */
export async function findWorkflowMember(
  db: Database,
  accountId: AccountId,
  workflowId: WorkflowId,
  userId: UserId,
): Promise<WorkflowMemberRow | undefined> {
  const [row] = await people(db, accountId, workflowId, eq(members.userId, userId));
  return row && resolved(row);
}

/** The people of the account with these addresses. */
export async function findByAddress(
  db: Database,
  accountId: AccountId,
  workflowId: WorkflowId,
  emails: readonly string[],
): Promise<readonly WorkflowMemberRow[]> {
  const rows = await people(db, accountId, workflowId, inArray(users.email, [...emails]));
  return rows.map(resolved);
}

/** Another one who was given Admin: the caller where they were, else who has it longest. */
export async function findHeir(
  db: Database,
  workflowId: WorkflowId,
  not: UserId,
  preferred: UserId,
): Promise<{ readonly id: UserId; readonly name: string } | undefined> {
  const [heir] = await db
    .select({ id: users.id, name: users.name })
    .from(workflowMembers)
    .innerJoin(users, eq(users.id, workflowMembers.userId))
    .where(and(eq(workflowMembers.workflowId, workflowId), eq(workflowMembers.role, "Admin"), ne(workflowMembers.userId, not)))
    .orderBy(sql`${workflowMembers.userId} = ${preferred} DESC`, asc(workflowMembers.createdAt), asc(workflowMembers.userId))
    .limit(1);
  return heir;
}

/** The roles of a person in an account, and the number of workflows for each. */
export async function rolesGivenTo(
  db: Database,
  accountId: AccountId,
  userId: UserId,
): Promise<readonly { readonly role: Role; readonly workflows: number }[]> {
  const rows = await db
    .select({ stored: workflowMembers.role, custom: { name: roles.name, capabilities: roles.capabilities }, workflows: count() })
    .from(workflowMembers)
    .innerJoin(workflows, eq(workflows.id, workflowMembers.workflowId))
    .leftJoin(roles, eq(roles.id, workflowMembers.role))
    .where(and(eq(workflowMembers.userId, userId), eq(workflows.accountId, accountId)))
    .groupBy(workflowMembers.role)
    .orderBy(asc(workflowMembers.role));
  return rows.flatMap(({ stored, custom, workflows }) => {
    const role = resolveRole(stored, custom);
    return role ? [{ role, workflows }] : [];
  });
}

interface Given {
  readonly accountId: AccountId;
  readonly workflowId: WorkflowId;
  readonly userId: UserId;
}

/**
 * The statement that gives a role to a person who is in the account and has none on the workflow; otherwise it changes
 * nothing.
 */
export function giveRole(db: Database, { accountId, workflowId, userId }: Given, stored: WorkflowRole | RoleId, nowMs: number) {
  return db
    .insert(workflowMembers)
    .select(
      sql`SELECT ${workflowId}, ${userId}, ${stored}, ${nowMs} WHERE EXISTS (SELECT 1 FROM members WHERE account_id = ${accountId} AND user_id = ${userId}) AND ${isThere(stored)}`,
    )
    .onConflictDoNothing();
}

/** A custom role may be deleted at this very moment. */
function isThere(stored: WorkflowRole | RoleId): SQL {
  return isWorkflowRole(stored) ? sql`1` : sql`EXISTS (SELECT 1 FROM roles WHERE id = ${stored})`;
}

interface Taking {
  readonly workflowId: WorkflowId;
  readonly userId: UserId;
  /** What they have now. */
  readonly stored: WorkflowRole | RoleId;
  /** Who owns the workflow afterwards, where this takes Admin from its owner. */
  readonly heir: UserId | undefined;
}

/** The statement that gives another role; it changes nothing where the role is another already, or the last Admin's. */
export function changeRole(db: Database, taking: Taking, after: WorkflowRole | RoleId) {
  return db
    .update(workflowMembers)
    .set({ role: after })
    .where(and(held(db, taking, after !== "Admin"), isThere(after)));
}

/** The statement that takes the workflow from a person. It changes nothing if they have another role or are the last Admin. */
export function removeRole(db: Database, taking: Taking) {
  return db.delete(workflowMembers).where(held(db, taking, true));
}

function held(db: Database, { workflowId, userId, stored, heir }: Taking, losesAdmin: boolean): SQL | undefined {
  const other = alias(workflowMembers, "other");
  const another = db
    .select({ one: sql`1` })
    .from(other)
    .where(
      and(
        eq(other.workflowId, workflowId),
        eq(other.role, "Admin"),
        heir === undefined ? ne(other.userId, userId) : eq(other.userId, heir),
      ),
    );
  return and(
    eq(workflowMembers.workflowId, workflowId),
    eq(workflowMembers.userId, userId),
    eq(workflowMembers.role, stored),
    stored === "Admin" && losesAdmin ? exists(another) : undefined,
  );
}

/** The statement that replaces the owner with another person. */
export function setOwner(db: Database, workflowId: WorkflowId, from: UserId, to: UserId) {
  return db
    .update(workflows)
    .set({ ownerId: to })
    .where(and(eq(workflows.id, workflowId), eq(workflows.ownerId, from)));
}

/** The statements that hand a workflow over to a person of the account, who becomes Admin on it. The first one decides. */
export function handOver(db: Database, { accountId, workflowId, userId }: Given, from: UserId, nowMs: number) {
  const isMember = db
    .select({ one: sql`1` })
    .from(members)
    .where(and(eq(members.accountId, accountId), eq(members.userId, userId)));
  return [
    db
      .update(workflows)
      .set({ ownerId: userId })
      .where(and(eq(workflows.id, workflowId), eq(workflows.ownerId, from), exists(isMember))),
    db
      .insert(workflowMembers)
      .values({ workflowId, userId, role: "Admin", createdAt: nowMs })
      .onConflictDoUpdate({ target: [workflowMembers.workflowId, workflowMembers.userId], set: { role: "Admin" } }),
  ] as const;
}
