/**
 * Counts attempts with passwords: for an address from one source, for a source, and for an address from everywhere. An
 * attempt is counted before the password is looked at, so that a hundred attempts at the same moment cannot all slip in
 * under the limit; success takes its counts back. Wrong passwords from one source lock the address for that source only.
 */
import { eq, lte, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { hashSecret } from "./hash-secret.ts";
import { signInFailures } from "./schema.ts";

const lockMs = 15 * 60_000;
/** SPEC: failures that lock an address, for the source that they came from. */
const maxFailures = 5;
/** Attempts of one source with whatever addresses: an office behind one address has some wrong passwords, a list of addresses many. */
const maxPerSource = 40;
/** Attempts with one address from all sources together: guesses that are spread over many sources, 20 at least. */
const maxPerAddress = 100;

export interface SignIn {
  readonly email: string;
  /** The source of the attempt; null if unknown. Attempts with an address then count as from one source. */
  readonly source: string | null;
}
export interface SignInTry {
  /** Failures with this address from this source since the last success, this one included. */
  readonly attempt: number;
  /** Whether a failure locks the address for this source. */
  readonly isLast: boolean;
  /** Set where it may not go on: what is locked, and for how many milliseconds. */
  readonly locked?: { readonly what: "source" | "address" | "everywhere"; readonly ms: number };
}

/** Counts a sign-in. */
export async function countSignIn(db: Database, { email, source }: SignIn, nowMs: number): Promise<SignInTry> {
  const sourceMs = await countSource(db, source, nowMs);
  if (sourceMs !== undefined) return { attempt: 0, isLast: false, locked: { what: "source", ms: sourceMs } };
  const pair = await count(db, pairOf(email, source), nowMs, { max: maxFailures, isWindow: false });
  const attempt = pair.count;
  const isLast = attempt === maxFailures;
  if (pair.lockedMs !== undefined) {
    // Nothing is hashed for it, so it counts neither for the source nor as a guess at the address.
    if (source !== null) await takeBack(db, [ofSource(source)]);
    return { attempt, isLast: false, locked: { what: "address", ms: pair.lockedMs } };
  }
  if (source === null) return { attempt, isLast };
  const everywhere = await count(db, ofAddress(email), nowMs, { max: maxPerAddress, isWindow: true });
  if (everywhere.lockedMs === undefined) return { attempt, isLast };
  return { attempt, isLast, locked: { what: "everywhere", ms: everywhere.lockedMs } };
}

/** Counts a password that is hashed without a sign-in. Returns for how many milliseconds the source is locked, or undefined. */
export async function countSource(db: Database, source: string | null, nowMs: number): Promise<number | undefined> {
  return source === null ? undefined : (await count(db, ofSource(source), nowMs, { max: maxPerSource, isWindow: true })).lockedMs;
}

/** After a success: the failures with the address from this source are forgotten, and this attempt was none. */
export async function forgetSignIn(db: Database, { email, source }: SignIn): Promise<void> {
  await db.delete(signInFailures).where(eq(signInFailures.addressHash, await hashSecret(pairOf(email, source))));
  if (source !== null) await takeBack(db, [ofSource(source), ofAddress(email)]);
}

interface Bound {
  readonly max: number;
  /** Counted for 15 minutes from the first attempt. Otherwise the count lasts until there was none for 15 minutes. */
  readonly isWindow: boolean;
}

async function count(
  db: Database,
  what: string,
  nowMs: number,
  { max, isWindow }: Bound,
): Promise<{ count: number; lockedMs: number | undefined }> {
  const { count, lastAt } = signInFailures;
  const [, rows] = await db.batch([
    db.delete(signInFailures).where(lte(lastAt, nowMs - lockMs)),
    db
      .insert(signInFailures)
      .values({ addressHash: await hashSecret(what), count: 1, lastAt: nowMs })
      .onConflictDoUpdate({
        target: signInFailures.addressHash,
        // What is locked goes on counting without moving the end of the lock.
        set: {
          count: sql`${count} + 1`,
          ...(isWindow ? {} : { lastAt: sql`CASE WHEN ${count} >= ${max} THEN ${lastAt} ELSE ${nowMs} END` }),
        },
      })
      .returning({ count, lastAt }),
  ]);
  const [row] = rows;
  if (!row || row.count <= max) return { count: row?.count ?? 1, lockedMs: undefined };
  return { count: row.count, lockedMs: Math.max(1, row.lastAt + lockMs - nowMs) };
}

async function takeBack(db: Database, what: readonly string[]): Promise<void> {
  const { count, addressHash } = signInFailures;
  for (const one of what) {
    await db
      .update(signInFailures)
      .set({ count: sql`max(0, ${count} - 1)` })
      .where(eq(addressHash, await hashSecret(one)));
  }
}

/** Without a source it is the address alone, as all attempts were counted before sources were. */
function pairOf(email: string, source: string | null): string {
  return source === null ? email : `${email} from ${source}`;
}
function ofSource(source: string): string {
  return `source ${source}`;
}
function ofAddress(email: string): string {
  return `address ${email}`;
}
