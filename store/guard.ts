/** A condition inside a batch: where it does not hold, the batch fails and none of it is done. */
import { sql, type SQL } from "drizzle-orm";
import type { WorkflowId } from "#flow/ids.ts";
import type { Database } from "./database.ts";

/** A statement that fails unless the condition holds. SQLite raises errors outside triggers only by functions; `json` is one. */
export function onlyIf(db: Database, condition: SQL) {
  return db.run(sql`SELECT json(CASE WHEN ${condition} THEN '1' ELSE 'no' END)`);
}

/** Fails unless the draft of the workflow is at this revision. */
export function onlyIfDraftIsAt(db: Database, workflowId: WorkflowId, revision: number) {
  return onlyIf(db, sql`(SELECT draft_revision FROM workflows WHERE id = ${workflowId}) IS ${revision}`);
}

/** Whether a batch failed by one of these statements. */
export function isGuardFailure(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (at.message.includes("malformed JSON")) return true;
  return false;
}
