/**
 * Hands finished runs to the account's exporter, where it exports. A run is noted in the transaction that takes it in
 * and forgotten when the exporter has it, so that none is lost in between. Where nothing is exported, that is known and
 * nothing is noted; it is asked again after some seconds, so that a change arrives.
 */
import type { WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import { isSampled, traceIdOf } from "#flow/telemetry/trace-ids.ts";
import { loadTelemetryFor, type Telemetry } from "#store/telemetry/load-telemetry.ts";
import type { ObjectsEnv } from "../env.ts";
import type { ExportedRun } from "../protocols/telemetry.ts";

/** Runs that end at about the same time are handed over together. */
const gatherMs = 500;
const atOnce = 1_000;
const afterFailureMs = 5_000;

type NotedRow = { seq: number; run: string; type: string; source: string };

export class ExportFollower {
  readonly #sql: SqlStorage;
  #isExported = false;
  #askedAt = 0;
  #settings: Telemetry | undefined;
  /** Lost here because the exporter could not be reached for too long. */
  #dropped = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS follow_exports (
        seq INTEGER PRIMARY KEY, run TEXT NOT NULL UNIQUE, type TEXT NOT NULL, source TEXT NOT NULL
      );
    `);
  }

  /** Within the transaction that takes rows in; answers when it wants to be called, or null. */
  recorded(rows: readonly RunRow[], now: number): number | null {
    if (!this.#isExported && now < this.#askedAt + limits.followerCacheMs) return null;
    const over = rows.filter(({ endedAt }) => endedAt !== null);
    for (const { runId, type, source } of over)
      this.#sql.exec("INSERT OR IGNORE INTO follow_exports (run, type, source) VALUES (?, ?, ?)", runId, type, source);
    return over.length > 0 ? now + gatherMs : null;
  }

  /** Hands over what is noted; answers when there is more to do, or null. */
  async due(env: ObjectsEnv, workflowId: WorkflowId, now: number): Promise<number | null> {
    const noted = this.#sql.exec<NotedRow>("SELECT seq, run, type, source FROM follow_exports ORDER BY seq LIMIT ?", atOnce).toArray();
    if (noted.length === 0) return null;
    try {
      const settings = await this.#ask(env, workflowId, now);
      if (!settings) {
        this.#sql.exec("DELETE FROM follow_exports");
        return null;
      }
      // Written by `recorded`.
      const runs = noted.map(({ run, type, source }) => ({ runId: run, type, source }) as ExportedRun);
      const chosen = runs.filter(({ runId }) => isSampled(traceIdOf(runId), settings.ratio));
      if (chosen.length > 0 || this.#dropped > 0) {
        const { accountId } = settings;
        await env.TELEMETRY.getByName(accountId).take(accountId, workflowId, chosen, this.#dropped);
        this.#dropped = 0;
      }
      this.#sql.exec("DELETE FROM follow_exports WHERE seq <= ?", noted.at(-1)!.seq);
      return noted.length === atOnce ? now : null;
    } catch (error) {
      console.error("finished runs could not be queued for export and are retried", error);
      this.#bound();
      return now + afterFailureMs;
    }
  }

  async #ask(env: ObjectsEnv, workflowId: WorkflowId, now: number): Promise<Telemetry | undefined> {
    if (now < this.#askedAt + limits.followerCacheMs) return this.#settings;
    const settings = await loadTelemetryFor(env.DB, workflowId);
    this.#settings = settings?.workflows && !settings.workflows.includes(workflowId) ? undefined : settings;
    this.#isExported = this.#settings !== undefined;
    this.#askedAt = now;
    return this.#settings;
  }

  #bound(): void {
    const tooMany = this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM follow_exports").one().n - limits.maxTraceBacklog;
    if (tooMany <= 0) return;
    this.#sql.exec("DELETE FROM follow_exports WHERE seq IN (SELECT seq FROM follow_exports ORDER BY seq LIMIT ?)", tooMany);
    this.#dropped += tooMany;
  }
}
