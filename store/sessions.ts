/** What we keep in a session beside what better-auth keeps there. */
import { eq } from "drizzle-orm";
import type { AccountId } from "#flow/ids.ts";
import type { Database } from "./database.ts";
import { sessions } from "./schema.ts";

export async function setActiveAccount(db: Database, sessionToken: string, accountId: AccountId): Promise<void> {
  await db.update(sessions).set({ activeAccountId: accountId }).where(eq(sessions.token, sessionToken));
}
