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
 * Makes the person and an account that they own. Without `open` only the first one ever is made; of several at the
 * same moment exactly one.
 */
export async function insertOwner(db: Database, owner: NewOwner, nowMs: number, open: boolean): Promise<"done" | "closed" | "taken"> {
  const userId = newId<UserId>("user", nowMs);
  const accountId = newId<AccountId>("account", nowMs);
  const at = new Date(nowMs);
  const claim = db.insert(installation).values({ id: 1, claimedBy: userId, claimedAt: nowMs });
  try {
    await db.batch([
      open ? claim.onConflictDoNothing() : claim,
      db.insert(users).values({ id: userId, name: owner.name, email: owner.email, emailVerified: false, createdAt: at, updatedAt: at }),
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
      db.insert(accounts).values({ id: accountId, name: `${owner.name}'s account`, createdAt: nowMs }),
      db.insert(members).values({ accountId, userId, role: "Owner", createdAt: nowMs }),
    ]);
    return "done";
  } catch (error) {
    if (isDuplicate(error, "installation.id")) return "closed";
    if (isDuplicate(error, "users.email")) return "taken";
    throw error;
  }
}
