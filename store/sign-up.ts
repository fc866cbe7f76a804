/** Making a person: user, password, account and ownership in one transaction, so that nobody is ever left half made. */
import type { AccountId, UserId } from "#flow/ids.ts";
import { isDuplicate, type Database } from "./database.ts";
import { newId } from "./new-id.ts";
import { accounts, credentials, installation, members, users } from "./schema.ts";

export interface NewOwner {
  readonly name: string;
  /** In lower case. */
  readonly email: string;
  readonly passwordHash: string;
}

/** Whether somebody has signed up on this installation. */
export async function isClaimed(db: Database): Promise<boolean> {
  return (await db.select({ id: installation.id }).from(installation)).length > 0;
}

/**
 * The statements that make the person and an account that they own. Without `open` they fail unless this is the first
 * person ever; of several at the same moment exactly one. `signUpFault` says why they failed.
 */
export function insertOwner(db: Database, owner: NewOwner, nowMs: number, open: boolean) {
  const userId = newId<UserId>("user", nowMs);
  const accountId = newId<AccountId>("account", nowMs);
  const accountName = `${owner.name}'s account`;
  const at = new Date(nowMs);
  const claim = db.insert(installation).values({ id: 1, claimedBy: userId, claimedAt: nowMs });
  const statements = [
    db.insert(users).values({ id: userId, name: owner.name, email: owner.email, emailVerified: false, createdAt: at, updatedAt: at }),
    open ? claim.onConflictDoNothing() : claim,
    // As better-auth expects a password: provider "credential", with the person as their own account there.
    db.insert(credentials).values({
      id: newId("row", nowMs),
      accountId: userId,
      providerId: "credential",
      userId,
      password: owner.passwordHash,
      createdAt: at,
      updatedAt: at,
    }),
    db.insert(accounts).values({ id: accountId, name: accountName, createdAt: nowMs }),
    db.insert(members).values({ accountId, userId, role: "Owner", createdAt: nowMs }),
  ] as const;
  return { userId, accountId, accountName, statements };
}

/** Why a sign-up failed: the installation has its owner, or somebody has the address. Undefined for any other fault. */
export function signUpFault(error: unknown): "closed" | "taken" | undefined {
  if (isDuplicate(error, "installation.id")) return "closed";
  return isDuplicate(error, "users.email") ? "taken" : undefined;
}
