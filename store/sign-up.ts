/** Creates a person: user, password, account and ownership in one transaction, so that no person is ever half created. */
import type { AccountId, UserId } from "#flow/ids.ts";
import { isDuplicate, type Database } from "./database.ts";
import { newId } from "./new-id.ts";
import { insertPerson, type NewPerson } from "./people.ts";
import { accounts, installation, members } from "./schema.ts";

/** True if a person has signed up on this installation. */
export async function isClaimed(db: Database): Promise<boolean> {
  return (await db.select({ id: installation.id }).from(installation)).length > 0;
}

interface SigningUp {
  /** Anybody may sign up. */
  readonly isOpen: boolean;
  /** The first start makes its owner and goes on. */
  readonly isSettingUp: boolean;
}

/**
 * The statements that make the person and an account that they own. Without `isOpen` they fail unless this is the first
 * person ever; of several at the same moment exactly one. `signUpFault` says why they failed.
 */
export function insertOwner(db: Database, owner: Omit<NewPerson, "userId">, nowMs: number, { isOpen, isSettingUp }: SigningUp) {
  const userId = newId<UserId>("user", nowMs);
  const accountId = newId<AccountId>("account", nowMs);
  const accountName = `${owner.name}'s account`;
  const claim = db.insert(installation).values({ id: 1, claimedBy: userId, claimedAt: nowMs, settingUp: isSettingUp });
  const [user, password] = insertPerson(db, { ...owner, userId }, nowMs);
  const statements = [
    user,
    isOpen ? claim.onConflictDoNothing() : claim,
    password,
    db.insert(accounts).values({ id: accountId, name: accountName, createdAt: nowMs }),
    db.insert(members).values({ accountId, userId, role: "Owner", createdAt: nowMs }),
  ] as const;
  return { userId, accountId, accountName, statements };
}

/** The reason why a sign-up failed: the installation has its owner, or the address is taken. Undefined for any other error. */
export function signUpFault(error: unknown): "closed" | "taken" | undefined {
  if (isDuplicate(error, "installation.id")) return "closed";
  return isDuplicate(error, "users.email") ? "taken" : undefined;
}
