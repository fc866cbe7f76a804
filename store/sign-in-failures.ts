/**
 * Failed sign-ins by address. A try is counted before the password is looked at, so that a hundred tries at the same
 * moment cannot all slip in under the limit; success takes the count back.
 */
import { eq, lte, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { hashSecret } from "./hash-secret.ts";
import { signInFailures } from "./schema.ts";

const maxFailures = 5;
const lockMs = 15 * 60_000;

export interface SignInTry {
  /** Counted from the last success. */
  readonly attempt: number;
  /** Set where it may not go on: how many milliseconds the address stays locked. */
  readonly lockedMs?: number;
  /** Whether a failure locks the address. */
  readonly isLast: boolean;
}

/** Counts a try. */
export async function countSignIn(db: Database, email: string, nowMs: number): Promise<SignInTry> {
  const { count, lastAt } = signInFailures;
  const [, rows] = await db.batch([
    db.delete(signInFailures).where(lte(lastAt, nowMs - lockMs)),
    db
      .insert(signInFailures)
      .values({ addressHash: await hashSecret(email), count: 1, lastAt: nowMs })
      .onConflictDoUpdate({
        target: signInFailures.addressHash,
        // A locked address goes on counting without moving the end of the lock.
        set: { count: sql`${count} + 1`, lastAt: sql`CASE WHEN ${count} >= ${maxFailures} THEN ${lastAt} ELSE ${nowMs} END` },
      })
      .returning({ count, lastAt }),
  ]);
  const [row] = rows;
  const attempt = row?.count ?? 1;
  if (!row || attempt <= maxFailures) return { attempt, isLast: attempt === maxFailures };
  return { attempt, isLast: false, lockedMs: Math.max(1, row.lastAt + lockMs - nowMs) };
}

export async function forgetSignIns(db: Database, email: string): Promise<void> {
  await db.delete(signInFailures).where(eq(signInFailures.addressHash, await hashSecret(email)));
}
