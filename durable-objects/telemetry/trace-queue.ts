/** The runs that wait to be exported, and what became of the others. */
import type { RunId, WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import type { ExportedRun, TelemetryStatus } from "./protocol.ts";

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

  oldest(limit: number): QueuedRun[] {
    const rows = this.#sql.exec<{ run: string; workflow: string; type: string; source: string }>(
      "SELECT run, workflow, type, source FROM queue ORDER BY seq LIMIT ?",
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
    const ids = JSON.stringify(runs.map(({ runId }) => runId));
    this.#sql.exec("DELETE FROM queue WHERE run IN (SELECT value FROM json_each(?))", ids);
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
