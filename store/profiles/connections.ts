/** People who were sent to another system to agree, until they come back. */
import { and, eq, gt, lte } from "drizzle-orm";
import type { Database } from "../database.ts";
import { profileConnections } from "../schema.ts";

export type ConnectionRow = typeof profileConnections.$inferSelect;

/** Stores that a person is sent to the provider, and deletes the rows of people who never came back. */
export async function insertConnection(db: Database, row: ConnectionRow, nowMs: number): Promise<void> {
  await db.batch([
    db.delete(profileConnections).where(lte(profileConnections.expiresAt, nowMs)),
    db.insert(profileConnections).values(row),
  ]);
}

/** Takes the row of a `state`, once, for the session that started it; undefined if there is none left. */
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
