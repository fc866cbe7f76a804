/**
 * The people of one account. An account always has an Owner: the statements below hold to that by themselves, so that
 * of two changes at the same moment only one takes an Owner away.
 */
import { and, asc, count, eq, exists, inArray, isNull, ne, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { AccountId, UserId } from "#flow/ids.ts";
import type { AccountRole } from "#flow/rights/roles.ts";
import type { Database } from "./database.ts";
import { pageOf, type Page, type PageRequest } from "./page.ts";
import { accounts, invitations, members, sessions, tokens, users, workflowMembers, workflows } from "./schema.ts";
import { byName, isAfterPerson, type PersonPosition } from "./sharing.ts";

export interface MemberRow {
  readonly user: { readonly id: UserId; readonly name: string; readonly email: string };
  readonly role: AccountRole;
  readonly joinedAt: number;
}

const shown = { user: { id: users.id, name: users.name, email: users.email }, role: members.role, joinedAt: members.createdAt };

interface MemberFilter extends PageRequest<PersonPosition> {
  readonly search: string | undefined;
  readonly role: AccountRole | undefined;
}

/** The members of an account, by name. */
export async function listMembers(
  db: Database,
  accountId: AccountId,
  { search, role, limit, after }: MemberFilter,
): Promise<Page<MemberRow>> {
  const rows = await db
    .select({ ...shown, sortName: byName })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.accountId, accountId),
        role && eq(members.role, role),
        search ? contains(search.toLowerCase()) : undefined,
        after && isAfterPerson(after),
      ),
    )
    .orderBy(asc(byName), asc(users.id))
    .limit(limit + 1);
  return pageOf(rows, limit, (row) => [row.sortName, row.user.id]);
}

/** `instr`, because D1 refuses LIKE patterns of more than 50 bytes. */
function contains(text: string): SQL {
  return sql`(instr(${byName}, ${text}) > 0 OR instr(${users.email}, ${text}) > 0)`;
}

export async function findMember(db: Database, accountId: AccountId, userId: UserId): Promise<MemberRow | undefined> {
  const [row] = await db
    .select(shown)
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.accountId, accountId), eq(members.userId, userId)));
  return row;
}

/** Which of these addresses belong to members. */
export async function membersWith(db: Database, accountId: AccountId, emails: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ email: users.email })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.accountId, accountId), inArray(users.email, [...emails])));
  return new Set(rows.map(({ email }) => email));
}

/** The Owner who is longest in the account, beside one person. */
export async function findOwner(
  db: Database,
  accountId: AccountId,
  not: UserId,
): Promise<{ readonly id: UserId; readonly name: string } | undefined> {
  const [row] = await db
    .select({ id: users.id, name: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.accountId, accountId), eq(members.role, "Owner"), ne(members.userId, not)))
    .orderBy(asc(members.createdAt), asc(members.userId))
    .limit(1);
  return row;
}

export async function countOwned(db: Database, accountId: AccountId, userId: UserId): Promise<number> {
  return db.$count(workflows, owned(accountId, userId));
}

function owned(accountId: AccountId, userId: UserId): SQL | undefined {
  return and(eq(workflows.accountId, accountId), eq(workflows.ownerId, userId));
}

/** The statement that changes a role from `before`; it changes nothing where the role is another, or the last Owner's. */
export function changeAccountRole(db: Database, accountId: AccountId, userId: UserId, before: AccountRole, after: AccountRole) {
  return db
    .update(members)
    .set({ role: after })
    .where(and(held(accountId, userId, before), before === "Owner" && after !== "Owner" ? anotherOwner(db, accountId, userId) : undefined));
}

function held(accountId: AccountId, userId: UserId, role: AccountRole): SQL | undefined {
  return and(eq(members.accountId, accountId), eq(members.userId, userId), eq(members.role, role));
}

function anotherOwner(db: Database, accountId: AccountId, userId: UserId): SQL {
  const other = alias(members, "other");
  return exists(
    db
      .select({ one: sql`1` })
      .from(other)
      .where(and(eq(other.accountId, accountId), eq(other.role, "Owner"), ne(other.userId, userId))),
  );
}

/** The statements that make another person the Owner; the former Owner stays as an Admin. The first statement decides. */
export function transferAccount(db: Database, accountId: AccountId, from: UserId, to: UserId) {
  const other = alias(members, "other");
  const isOwner = db
    .select({ one: sql`1` })
    .from(other)
    .where(and(eq(other.accountId, accountId), eq(other.userId, from), eq(other.role, "Owner")));
  return [
    db
      .update(members)
      .set({ role: "Owner" })
      .where(and(eq(members.accountId, accountId), eq(members.userId, to), exists(isOwner))),
    db
      .update(members)
      .set({ role: "Admin" })
      .where(held(accountId, from, "Owner")),
  ] as const;
}

interface Departure {
  readonly accountId: AccountId;
  readonly userId: UserId;
  readonly role: AccountRole;
  /** Who gets the workflows that they owned or were the last Admin of. */
  readonly heir: UserId;
  /** How many workflows they own. */
  readonly owned: number;
  /** True if the invitations that they sent are withdrawn, so that no one returns through one of them. */
  readonly withdraws: boolean;
}

/**
 * The statements that remove a person from an account. The first one decides. It changes nothing if the person is the
 * last Owner, if the heir is not a member, or if the facts that the caller read about the departure have changed.
 */
export function removeMember(db: Database, { accountId, userId, role, heir, owned: expected, withdraws }: Departure, nowMs: number) {
  const other = alias(members, "other");
  const heirIsThere = db
    .select({ one: sql`1` })
    .from(other)
    .where(and(eq(other.accountId, accountId), eq(other.userId, heir)));
  const ownedNow = db.select({ owned: count() }).from(workflows).where(owned(accountId, userId));
  const inAccount = db.select({ id: workflows.id }).from(workflows).where(eq(workflows.accountId, accountId));
  return [
    db
      .delete(members)
      .where(
        and(
          held(accountId, userId, role),
          role === "Owner" ? anotherOwner(db, accountId, userId) : undefined,
          exists(heirIsThere),
          sql`(${ownedNow}) = ${expected}`,
        ),
      ),
    // Every workflow keeps a given Admin, also one that they did not own.
    db
      .insert(workflowMembers)
      .select(
        sql`SELECT w.id, ${heir}, 'Admin', ${nowMs} FROM workflows w WHERE w.account_id = ${accountId} AND (w.owner_id = ${userId} OR (
          EXISTS (SELECT 1 FROM workflow_members m WHERE m.workflow_id = w.id AND m.user_id = ${userId} AND m.role = 'Admin') AND NOT
          EXISTS (SELECT 1 FROM workflow_members m WHERE m.workflow_id = w.id AND m.user_id <> ${userId} AND m.role = 'Admin')))`,
      )
      .onConflictDoUpdate({ target: [workflowMembers.workflowId, workflowMembers.userId], set: { role: "Admin" } }),
    db.update(workflows).set({ ownerId: heir }).where(owned(accountId, userId)),
    db.delete(workflowMembers).where(and(eq(workflowMembers.userId, userId), inArray(workflowMembers.workflowId, inAccount))),
    db.delete(tokens).where(and(eq(tokens.userId, userId), eq(tokens.accountId, accountId))),
    db
      .update(sessions)
      .set({ activeAccountId: null })
      .where(and(eq(sessions.userId, userId), eq(sessions.activeAccountId, accountId))),
    ...(withdraws
      ? [
          db
            .update(invitations)
            .set({ withdrawnAt: nowMs })
            .where(
              and(
                eq(invitations.accountId, accountId),
                eq(invitations.invitedBy, userId),
                isNull(invitations.acceptedAt),
                isNull(invitations.withdrawnAt),
              ),
            ),
        ]
      : []),
  ] as const;
}

/** The statement that renames an account which is still called `before`. */
export function renameAccount(db: Database, accountId: AccountId, before: string, after: string) {
  return db
    .update(accounts)
    .set({ name: after })
    .where(and(eq(accounts.id, accountId), eq(accounts.name, before)));
}
