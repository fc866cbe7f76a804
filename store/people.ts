/** People who sign in with a password. */
import { and, eq } from "drizzle-orm";
import type { UserId } from "#flow/ids.ts";
import type { Database } from "./database.ts";
import { newId } from "./new-id.ts";
import { credentials, users } from "./schema.ts";

export interface NewPerson {
  readonly userId: UserId;
  readonly name: string;
  /** In lower case. */
  readonly email: string;
  readonly passwordHash: string;
}

/** The statements that create the user and the password. They fail if the address is taken. */
export function insertPerson(db: Database, { userId, name, email, passwordHash }: NewPerson, nowMs: number) {
  const at = new Date(nowMs);
  return [
    db.insert(users).values({ id: userId, name, email, emailVerified: false, createdAt: at, updatedAt: at }),
    // As better-auth expects a password: provider "credential", with the person as their own account there.
    db.insert(credentials).values({
      id: newId("row", nowMs),
      accountId: userId,
      providerId: "credential",
      userId,
      password: passwordHash,
      createdAt: at,
      updatedAt: at,
    }),
  ] as const;
}

/** The hash of the person's password; undefined if no user has the address or the user has no password. */
export async function findPasswordHash(db: Database, email: string): Promise<string | undefined> {
  const [found] = await db
    .select({ password: credentials.password })
    .from(credentials)
    .innerJoin(users, eq(users.id, credentials.userId))
    .where(and(eq(users.email, email), eq(credentials.providerId, "credential")));
  return found?.password ?? undefined;
}
