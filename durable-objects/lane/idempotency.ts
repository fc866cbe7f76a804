import type { RunId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";

/** The run that an Idempotency-Key started, for 24 hours. Keys and bodies are hashes. */
export class Idempotency {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The run that this key started before, with whether its body differed, or undefined after storing the key for `runId`. */
  claim(key: string, body: string, runId: RunId, now: number): { runId: RunId } | "mismatch" | undefined {
    const before = this.#sql
      .exec<{ body: string; run: string }>("SELECT body, run FROM idempotency WHERE key = ? AND expires_at > ?", key, now)
      .toArray()[0];
    if (before) return before.body === body ? { runId: before.run as RunId } : "mismatch";
    this.#sql.exec(
      "INSERT OR REPLACE INTO idempotency (key, body, run, expires_at) VALUES (?, ?, ?, ?)",
      key,
      body,
      runId,
      now + limits.idempotencyHours * 3_600_000,
    );
    return undefined;
  }

  /** Deletes a key whose run did not start. */
  release(key: string): void {
    this.#sql.exec("DELETE FROM idempotency WHERE key = ?", key);
  }

  forgetExpired(now: number): void {
    this.#sql.exec("DELETE FROM idempotency WHERE expires_at <= ?", now);
  }
}
