/**
 * Writes the workflow's hourly and daily figures to the database, for pages that show many workflows. A batch marks its
 * hours and days. They are written some seconds later in their current state, so a busy workflow does not write for
 * every run. The last state always arrives, because a mark is removed only when its state is written.
 */
import { lengthOf, keptMs, startOf } from "#flow/dashboard/ranges.ts";
import { writePoints, type WeightedValue } from "#flow/dashboard/point-text.ts";
import type { RunId, WorkflowId } from "#flow/ids.ts";
import { cover } from "#flow/monitoring/periods.ts";
import { eachPoint, readSketch } from "#flow/monitoring/rank-sketch.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import { forgetRollups, writeRollups, type RollupRow } from "#store/rollups/write-rollups.ts";
import type { Ledger } from "./ledger.ts";

const steps = ["hour", "day"] as const;
type Step = (typeof steps)[number];

/** Nothing is written more often than this while runs come and go. */
const everyMs = 10_000;
/** The first change after a quiet time is seen soon. */
const soonMs = 1_000;

type MarkRow = {
  step: Step;
  at: number;
  mark: number;
  slowest_ms: number | null;
  slowest_run: string | null;
  failed_at: number | null;
  failed_run: string | null;
};

export class RollupFollower {
  readonly #sql: SqlStorage;
  readonly #ledger: Ledger<RunRow>;
  #lastWritten = 0;

  constructor(sql: SqlStorage, ledger: Ledger<RunRow>) {
    this.#sql = sql;
    this.#ledger = ledger;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS follow_steps (
        step TEXT NOT NULL,
        at INTEGER NOT NULL,
        -- Rises with every change; 0 when the database has it all.
        mark INTEGER NOT NULL,
        slowest_ms INTEGER, slowest_run TEXT, failed_at INTEGER, failed_run TEXT,
        PRIMARY KEY (step, at)
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS follow_steps_marked ON follow_steps (mark) WHERE mark > 0;
    `);
  }

  /** Within the transaction that takes rows in; answers when it wants to be called. */
  recorded(rows: readonly RunRow[], now: number): number {
    for (const step of steps)
      for (const [at, group] of Map.groupBy(rows, (row) => startOf(step, row.startedAt))) this.#mark(step, at, group);
    return Math.max(now + soonMs, this.#lastWritten + everyMs);
  }

  /** Writes what is marked; answers when there is more to do, or null. Throws what the database throws. */
  async due(db: D1Database, workflowId: WorkflowId, now: number): Promise<number | null> {
    if (!this.#hasMarks()) return null;
    if (now < this.#lastWritten + everyMs) return this.#lastWritten + everyMs;
    this.#lastWritten = now;
    // The newest first: they are what people look at.
    const marked = this.#sql
      .exec<MarkRow>(
        "SELECT step, at, mark, slowest_ms, slowest_run, failed_at, failed_run FROM follow_steps WHERE mark > 0 ORDER BY at DESC LIMIT 80",
      )
      .toArray();
    await writeRollups(
      db,
      workflowId,
      marked.map((row) => this.#rollup(row)),
    );
    // What changed in the meantime has another mark by now.
    for (const { step, at, mark } of marked)
      this.#sql.exec("UPDATE follow_steps SET mark = 0 WHERE step = ? AND at = ? AND mark = ?", step, at, mark);
    return this.#hasMarks() ? now + everyMs : null;
  }

  /**
   * Deletes hours that no page shows any more, and those before `floor`, whose runs are not kept. Must not be called
   * while `due` is in progress. Throws what the database throws.
   */
  async forget(db: D1Database, workflowId: WorkflowId, now: number, floor: number): Promise<void> {
    const [hours, days] = steps.map((step) => Math.max(now - keptMs[step], floor));
    const old = "step = 'hour' AND at < ?1 OR step = 'day' AND at < ?2";
    const hasOld = this.#sql.exec(`SELECT 1 FROM follow_steps WHERE ${old} LIMIT 1`, hours, days).toArray().length > 0;
    if (!hasOld) return;
    await forgetRollups(db, workflowId, hours!, days!);
    this.#sql.exec(`DELETE FROM follow_steps WHERE ${old}`, hours, days);
  }

  #mark(step: Step, at: number, rows: readonly RunRow[]): void {
    const over = rows.filter(({ durationMs }) => durationMs !== null);
    const slowest = over.toSorted((a, b) => b.durationMs! - a.durationMs!)[0];
    const failed = over.filter(({ status }) => status === "Failed").toSorted((a, b) => b.endedAt! - a.endedAt!)[0];
    this.#sql.exec(
      `INSERT INTO follow_steps (step, at, mark, slowest_ms, slowest_run, failed_at, failed_run) VALUES (?1, ?2, ?7, ?3, ?4, ?5, ?6)
       ON CONFLICT (step, at) DO UPDATE SET mark = max(mark + 1, excluded.mark),
         slowest_run = CASE WHEN ?3 > coalesce(slowest_ms, -1) THEN ?4 ELSE slowest_run END,
         slowest_ms = CASE WHEN ?3 > coalesce(slowest_ms, -1) THEN ?3 ELSE slowest_ms END,
         failed_run = CASE WHEN ?5 > coalesce(failed_at, -1) THEN ?6 ELSE failed_run END,
         failed_at = CASE WHEN ?5 > coalesce(failed_at, -1) THEN ?5 ELSE failed_at END`,
      step,
      at,
      slowest?.durationMs ?? null,
      slowest?.runId ?? null,
      failed?.endedAt ?? null,
      failed?.runId ?? null,
      // Never one that a write in progress has read.
      Date.now(),
    );
  }

  #rollup({ step, at, slowest_ms, slowest_run, failed_at, failed_run }: MarkRow): RollupRow {
    const points: WeightedValue[] = [];
    let [total, finished, failed] = [0, 0, 0];
    // Two hours are the third level, half days the fourth: the longest pieces that an hour and a day are made of.
    for (const { level, from, to } of cover(at, at + lengthOf(step), step === "hour" ? 1 : 3)) {
      for (const { facet, count, sketch } of this.#ledger.rollups.read({ level: level!, from, to })) {
        const { isOver, isFailed } = this.#ledger.facets.get(facet);
        total += count;
        if (isOver) finished += count;
        if (isFailed) failed += count;
        if (sketch) eachPoint(readSketch(sketch), (value, weight) => points.push([value, weight]));
      }
    }
    return {
      step,
      at,
      total,
      finished,
      failed,
      slowestMs: slowest_ms,
      slowestRun: slowest_run as RunId | null,
      failedAt: failed_at,
      failedRun: failed_run as RunId | null,
      sketch: writePoints(points),
    };
  }

  #hasMarks(): boolean {
    return this.#sql.exec<{ n: number }>("SELECT EXISTS (SELECT 1 FROM follow_steps WHERE mark > 0) AS n").one().n === 1;
  }
}
