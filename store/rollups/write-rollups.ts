/** Hours and days of a workflow's runs, as its Monitor writes them. On D1's own API: Monitors load it. */
import type { RunId, WorkflowId } from "#flow/ids.ts";

export interface RollupRow {
  readonly step: "hour" | "day";
  readonly at: number;
  readonly total: number;
  readonly finished: number;
  readonly failed: number;
  readonly slowestMs: number | null;
  readonly slowestRun: RunId | null;
  readonly failedAt: number | null;
  readonly failedRun: RunId | null;
  readonly sketch: string;
}

/** Writes steps as they are now; the same may be written again. Nothing is written of a workflow that was deleted. */
export async function writeRollups(db: D1Database, workflowId: WorkflowId, rows: readonly RollupRow[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map(({ step, at, total, finished, failed, slowestMs, slowestRun, failedAt, failedRun, sketch }) => [
    step,
    at,
    total,
    finished,
    failed,
    slowestMs,
    slowestRun,
    failedAt,
    failedRun,
    sketch,
  ]);
  // One parameter for all rows: D1 binds at most a hundred to a statement.
  await db
    .prepare(
      `INSERT OR REPLACE INTO run_rollups
         (workflow_id, step, at, total, finished, failed, slowest_ms, slowest_run, failed_at, failed_run, sketch)
       SELECT w.id, r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4, r.value ->> 5, r.value ->> 6,
         r.value ->> 7, r.value ->> 8, r.value ->> 9
       FROM workflows w, json_each(?2) r WHERE w.id = ?1`,
    )
    .bind(workflowId, JSON.stringify(values))
    .run();
}

/** Deletes hours and days that started before this time. */
export async function forgetRollups(db: D1Database, workflowId: WorkflowId, hoursBefore: number, daysBefore: number): Promise<void> {
  await db
    .prepare("DELETE FROM run_rollups WHERE workflow_id = ?1 AND ((step = 'hour' AND at < ?2) OR (step = 'day' AND at < ?3))")
    .bind(workflowId, hoursBefore, daysBefore)
    .run();
}
