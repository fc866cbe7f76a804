/** The runs that wait to be exported, and the results of the others. */
import type { RunId, WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import { addColumn } from "../add-column.ts";
import type { ExportedRun, TelemetryStatus } from "../protocols/telemetry.ts";

export interface QueuedRun extends ExportedRun {
  readonly workflowId: WorkflowId;
}

type Facts = Omit<TelemetryStatus, "pending" | "nextAttemptAt"> & {
  /** Failures in a row. */
  readonly failures: number;
  /** Nothing is sent before. */
  readonly notBefore: number;
};

const nothingYet: Facts = {
  sent: 0,
  dropped: 0,
  lastDroppedAt: null,
  lastSentAt: null,
  lastError: null,
  lastErrorAt: null,
  failures: 0,
  notBefore: 0,
};

/** Pauses between tries to read a run. */
const firstPauseMs = 2_000;
const longestPauseMs = 600_000;

export class TraceQueue {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS queue (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL UNIQUE, workflow TEXT NOT NULL, type TEXT NOT NULL, source TEXT NOT NULL
      );
      CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    `);
    // How often its lane was asked for it in vain, and when it is asked next.
    addColumn(this.#sql, "queue", "tries", "INTEGER NOT NULL DEFAULT 0");
    addColumn(this.#sql, "queue", "due_at", "INTEGER NOT NULL DEFAULT 0");
  }

  /** Adds runs; where there are too many, the oldest are given up. */
  add(workflowId: WorkflowId, runs: readonly ExportedRun[], lost: number, now: number): void {
    this.#storage.transactionSync(() => {
      for (const { runId, type, source } of runs)
        this.#sql.exec("INSERT OR IGNORE INTO queue (run, workflow, type, source) VALUES (?, ?, ?, ?)", runId, workflowId, type, source);
      const tooMany = this.count() - limits.maxTraceBacklog;
      if (tooMany > 0) this.#sql.exec("DELETE FROM queue WHERE seq IN (SELECT seq FROM queue ORDER BY seq LIMIT ?)", tooMany);
      this.noteDropped(Math.max(0, tooMany) + lost, now);
    });
  }

  /** The first `limit` of those that are due. */
  oldest(limit: number, now: number): QueuedRun[] {
    const rows = this.#sql.exec<{ run: string; workflow: string; type: string; source: string }>(
      "SELECT run, workflow, type, source FROM queue WHERE due_at <= ? ORDER BY seq LIMIT ?",
      now,
      limit,
    );
    // Written by `add`.
    return [...rows].map(({ run, workflow, type, source }) => ({
      runId: run as RunId,
      workflowId: workflow as WorkflowId,
      type: type as RunRow["type"],
      source,
    }));
  }

  remove(runs: readonly { readonly runId: RunId }[]): void {
    this.#sql.exec("DELETE FROM queue WHERE run IN (SELECT value FROM json_each(?))", idsOf(runs));
  }

  /** Counts a try before it is made, so that a run that brings the object down is given up too. */
  countTry(runs: readonly { readonly runId: RunId }[], now: number): void {
    this.#sql.exec(
      `UPDATE queue SET tries = tries + 1, due_at = ? + min(${longestPauseMs}, ${firstPauseMs} << min(tries, 20))
       WHERE run IN (SELECT value FROM json_each(?))`,
      now,
      idsOf(runs),
    );
  }

  /** They could be read, or were not even asked for. */
  forgetTries(runs: readonly { readonly runId: RunId }[]): void {
    this.#sql.exec("UPDATE queue SET tries = 0, due_at = 0 WHERE run IN (SELECT value FROM json_each(?))", idsOf(runs));
  }

  /** Gives up those that were tried too often; answers how many. */
  giveUp(now: number): number {
    const given = this.#sql.exec("DELETE FROM queue WHERE tries >= ? RETURNING seq", limits.maxTraceReads).toArray().length;
    this.noteDropped(given, now);
    return given;
  }

  /** Everything that waits is due now. */
  endPauses(): void {
    this.#sql.exec("UPDATE queue SET due_at = 0");
    this.note({ notBefore: 0 });
  }

  /** When the next run is due, which may be long ago; null where none waits. */
  nextDue(): number | null {
    return this.#sql.exec<{ at: number | null }>("SELECT min(due_at) AS at FROM queue").one().at;
  }

  clear(): void {
    this.#sql.exec("DELETE FROM queue");
  }

  count(): number {
    return this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM queue").one().n;
  }

  get facts(): Facts {
    const row = this.#sql.exec<{ value: string }>("SELECT value FROM facts WHERE name = 'facts'").toArray()[0];
    // Written by `note`.
    return row ? (JSON.parse(row.value) as Facts) : nothingYet;
  }

  note(changes: Partial<Facts>): void {
    this.#set("facts", JSON.stringify({ ...this.facts, ...changes }));
  }

  noteDropped(count: number, now: number): void {
    if (count > 0) this.note({ dropped: this.facts.dropped + count, lastDroppedAt: now });
  }

  /** Whose runs these are: an alarm knows no caller. */
  get accountId(): string | undefined {
    return this.#sql.exec<{ value: string }>("SELECT value FROM facts WHERE name = 'account'").toArray()[0]?.value;
  }

  set accountId(id: string) {
    this.#set("account", id);
  }

  #set(name: string, value: string): void {
    this.#sql.exec("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", name, value);
  }
}

function idsOf(runs: readonly { readonly runId: RunId }[]): string {
  return JSON.stringify(runs.map(({ runId }) => runId));
}
