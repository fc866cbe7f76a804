/** People who were sent to another system to agree, until they come back. */
import { and, eq, gt, lte } from "drizzle-orm";
import type { Database } from "../database.ts";
import { profileConnections } from "../schema.ts";

export type ConnectionRow = typeof profileConnections.$inferSelect;

/** Notes that somebody is sent away, and forgets those who never came back. */
export async function insertConnection(db: Database, row: ConnectionRow, nowMs: number): Promise<void> {
  await db.batch([
    db.delete(profileConnections).where(lte(profileConnections.expiresAt, nowMs)),
    db.insert(profileConnections).values(row),
  ]);
}

/** Takes the row of a `state`, once, for the session that began it; undefined where there is none, any more. */
export async function takeConnection(
  db: Database,
  stateHash: string,
  sessionHash: string,
  nowMs: number,
): Promise<ConnectionRow | undefined> {
  const [row] = await db
    .delete(profileConnections)
    .where(
      and(
        eq(profileConnections.stateHash, stateHash),
        eq(profileConnections.sessionHash, sessionHash),
        gt(profileConnections.expiresAt, nowMs),
      ),
    )
    .returning();
  return row;
}
