/** What we keep in a session beside what better-auth keeps there. */
import { and, eq, isNull, lte, ne, or } from "drizzle-orm";
import type { AccountId, UserId } from "#flow/ids.ts";
import type { Database } from "./database.ts";
import { sessions } from "./schema.ts";

/** The statement that lets a session work in another account; it changes nothing where it was told so before. */
export function setActiveAccount(db: Database, sessionToken: string, accountId: AccountId) {
  return db
    .update(sessions)
    .set({ activeAccountId: accountId })
    .where(and(eq(sessions.token, sessionToken), or(isNull(sessions.activeAccountId), ne(sessions.activeAccountId, accountId))));
}

/** Takes away a person's sessions that have run out; nothing else would. */
export async function dropExpiredSessions(db: Database, userId: UserId, nowMs: number): Promise<void> {
  await db.delete(sessions).where(and(eq(sessions.userId, userId), lte(sessions.expiresAt, new Date(nowMs))));
}
