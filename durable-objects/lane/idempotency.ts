import type { RunId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";

/** Which run an Idempotency-Key began, for 24 hours. Keys and bodies are hashes. */
export class Idempotency {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The run that this key began before, whether its body was another, or undefined after noting the key for `runId`. */
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

  /** Forgets a key whose run did not begin. */
  release(key: string): void {
    this.#sql.exec("DELETE FROM idempotency WHERE key = ?", key);
  }

  forgetExpired(now: number): void {
    this.#sql.exec("DELETE FROM idempotency WHERE expires_at <= ?", now);
  }
}
