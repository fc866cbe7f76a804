/** What we keep in a session beside what better-auth keeps there. */
import { and, eq, isNull, lte, ne, or } from "drizzle-orm";
import type { AccountId, UserId } from "#flow/ids.ts";
import type { Database } from "./database.ts";
import { sessions, users } from "./schema.ts";

/** The statement that switches a session to another account. It changes nothing if the session is there already. */
export function setActiveAccount(db: Database, sessionTokenHash: string, accountId: AccountId) {
  return db
    .update(sessions)
    .set({ activeAccountId: accountId })
    .where(and(eq(sessions.token, sessionTokenHash), or(isNull(sessions.activeAccountId), ne(sessions.activeAccountId, accountId))));
}

/** Takes away a person's sessions that have run out; nothing else would. */
export async function dropExpiredSessions(db: Database, userId: UserId, nowMs: number): Promise<void> {
  await db.delete(sessions).where(and(eq(sessions.userId, userId), lte(sessions.expiresAt, new Date(nowMs))));
}

/** The IP addresses from which the person's sessions started. */
export async function addressesOfSessions(db: Database, email: string): Promise<string[]> {
  const rows = await db
    .select({ ip: sessions.ipAddress })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(users.email, email));
  return rows.flatMap(({ ip }) => ip ?? []);
}
