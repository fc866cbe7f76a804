/** What we keep in a session beside what better-auth keeps there. */
import { and, eq, lte } from "drizzle-orm";
import type { AccountId, UserId } from "#flow/ids.ts";
import type { Database } from "./database.ts";
import { sessions } from "./schema.ts";

export async function setActiveAccount(db: Database, sessionToken: string, accountId: AccountId): Promise<void> {
  await db.update(sessions).set({ activeAccountId: accountId }).where(eq(sessions.token, sessionToken));
}

/** Takes away a person's sessions that have run out; nothing else would. */
export async function dropExpiredSessions(db: Database, userId: UserId, nowMs: number): Promise<void> {
  await db.delete(sessions).where(and(eq(sessions.userId, userId), lte(sessions.expiresAt, new Date(nowMs))));
}
