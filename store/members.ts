/** Who belongs to which account. */
import { asc, eq } from "drizzle-orm";
import type { AccountId, UserId } from "#flow/ids.ts";
import type { AccountRole } from "#flow/rights/roles.ts";
import type { Database } from "./database.ts";
import { accounts, members, users } from "./schema.ts";

export interface Membership {
  readonly id: AccountId;
  readonly name: string;
  readonly role: AccountRole;
}

/** A person's accounts, the one they joined first at the front. A person has few. */
export async function membershipsOf(db: Database, userId: UserId): Promise<readonly Membership[]> {
  return db
    .select({ id: accounts.id, name: accounts.name, role: members.role })
    .from(members)
    .innerJoin(accounts, eq(accounts.id, members.accountId))
    .where(eq(members.userId, userId))
    .orderBy(asc(members.createdAt), asc(members.accountId));
}

/** The person with this address, in lower case. */
export async function findPersonByEmail(db: Database, email: string): Promise<{ readonly id: UserId; readonly name: string } | undefined> {
  const [row] = await db.select({ id: users.id, name: users.name }).from(users).where(eq(users.email, email));
  return row;
}
