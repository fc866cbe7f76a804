/** Invitations to an account. The token of a link is never here, only its hash. */
import { and, desc, eq, gt, inArray, isNull, lt, lte, type SQL } from "drizzle-orm";
import type { InvitationState, MailState } from "#flow/contract/invitations.ts";
import type { AccountId, InvitationId, UserId } from "#flow/ids.ts";
import type { AccountRole } from "#flow/rights/roles.ts";
import { isDuplicate, type Database } from "./database.ts";
import { pageOf, type Page, type PageRequest } from "./page.ts";
import { accounts, invitations, members, users } from "./schema.ts";

export interface InvitationRow {
  readonly id: InvitationId;
  readonly accountId: AccountId;
  readonly email: string;
  readonly role: AccountRole;
  readonly invitedBy: { readonly id: UserId; readonly name: string } | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly mailState: MailState;
  readonly mailError: string | null;
  readonly acceptedAt: number | null;
  readonly withdrawnAt: number | null;
}

const shown = {
  id: invitations.id,
  accountId: invitations.accountId,
  email: invitations.email,
  role: invitations.role,
  invitedBy: { id: users.id, name: users.name },
  createdAt: invitations.createdAt,
  expiresAt: invitations.expiresAt,
  mailState: invitations.mailState,
  mailError: invitations.mailError,
  acceptedAt: invitations.acceptedAt,
  withdrawnAt: invitations.withdrawnAt,
};

export function stateOf({ acceptedAt, withdrawnAt, expiresAt }: Omit<InvitationRow, "invitedBy">, nowMs: number): InvitationState {
  if (acceptedAt !== null) return "accepted";
  if (withdrawnAt !== null) return "withdrawn";
  return expiresAt <= nowMs ? "expired" : "open";
}

/** Neither accepted nor withdrawn; it may have expired. */
function isWaiting(): SQL | undefined {
  return and(isNull(invitations.acceptedAt), isNull(invitations.withdrawnAt));
}

function rows(db: Database, only: SQL | undefined) {
  return db.select(shown).from(invitations).leftJoin(users, eq(users.id, invitations.invitedBy)).where(only);
}

/** The invitations of an account, the newest first. */
export async function listInvitations(
  db: Database,
  accountId: AccountId,
  { limit, after, waiting }: PageRequest<InvitationId> & { readonly waiting: boolean },
): Promise<Page<InvitationRow>> {
  const only = and(eq(invitations.accountId, accountId), waiting ? isWaiting() : undefined, after ? lt(invitations.id, after) : undefined);
  const found = await rows(db, only)
    .orderBy(desc(invitations.id))
    .limit(limit + 1);
  return pageOf(found, limit, (row) => [row.id]);
}

export async function findInvitation(db: Database, accountId: AccountId, id: InvitationId): Promise<InvitationRow | undefined> {
  const [row] = await rows(db, and(eq(invitations.id, id), eq(invitations.accountId, accountId)));
  return row;
}

/** The invitations of these addresses that can still be accepted. */
export async function openInvitations(
  db: Database,
  accountId: AccountId,
  emails: readonly string[],
  nowMs: number,
): Promise<readonly InvitationRow[]> {
  return rows(
    db,
    and(eq(invitations.accountId, accountId), inArray(invitations.email, [...emails]), isWaiting(), gt(invitations.expiresAt, nowMs)),
  );
}

/** The invitation that a link stands for, with its account's name and whether its address belongs to a person. */
export async function findByToken(db: Database, tokenHash: string) {
  const [row] = await rows(db, eq(invitations.tokenHash, tokenHash));
  if (!row) return undefined;
  const [[account], [user]] = await Promise.all([
    db.select({ id: accounts.id, name: accounts.name }).from(accounts).where(eq(accounts.id, row.accountId)),
    db.select({ id: users.id, name: users.name, email: users.email }).from(users).where(eq(users.email, row.email)),
  ]);
  return account && { invitation: row, account, user };
}

/**
 * The statements that invite an address. One that has expired gives way; where another is open they fail:
 * `isInvitedAlready`. The first one decides.
 */
export function insertInvitation(db: Database, row: typeof invitations.$inferInsert, nowMs: number) {
  const { accountId, email } = row;
  const makeRoom = db
    .update(invitations)
    .set({ withdrawnAt: nowMs })
    .where(and(eq(invitations.accountId, accountId), eq(invitations.email, email), isWaiting(), lte(invitations.expiresAt, nowMs)));
  return { decides: 1, statements: [makeRoom, db.insert(invitations).values(row)] } as const;
}

export function isInvitedAlready(error: unknown): boolean {
  return isDuplicate(error, "invitations.account_id, invitations.email");
}

/** The statement that gives a waiting invitation another token and more time. */
export function renewInvitation(
  db: Database,
  id: InvitationId,
  renewed: { readonly tokenHash: string; readonly expiresAt: number; readonly mailState: MailState },
) {
  return db
    .update(invitations)
    .set({ ...renewed, mailError: null })
    .where(and(eq(invitations.id, id), isWaiting()));
}

export function withdrawInvitation(db: Database, id: InvitationId, nowMs: number) {
  return db
    .update(invitations)
    .set({ withdrawnAt: nowMs })
    .where(and(eq(invitations.id, id), isWaiting()));
}

/** Notes how a mail fared, unless the invitation has got another link since. */
export async function noteMail(db: Database, tokenHash: string, mailState: MailState, mailError: string | null): Promise<void> {
  await db.update(invitations).set({ mailState, mailError }).where(eq(invitations.tokenHash, tokenHash));
}

export interface Acceptance {
  readonly invitation: Pick<InvitationRow, "id" | "accountId" | "role">;
  readonly tokenHash: string;
  readonly userId: UserId;
}

/** The statements that let a person in. The first one decides: it changes nothing where the link works no more. */
export function acceptInvitation(db: Database, { invitation, tokenHash, userId }: Acceptance, nowMs: number) {
  const { id, accountId, role } = invitation;
  return [
    db
      .update(invitations)
      .set({ acceptedBy: userId, acceptedAt: nowMs })
      .where(and(eq(invitations.id, id), eq(invitations.tokenHash, tokenHash), isWaiting(), gt(invitations.expiresAt, nowMs))),
    // A person who joined in another way in the meantime keeps their role.
    db.insert(members).values({ accountId, userId, role, createdAt: nowMs }).onConflictDoNothing(),
  ] as const;
}
