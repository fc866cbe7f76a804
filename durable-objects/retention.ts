/** How long an object keeps the runs of its workflow: a setting in D1, known here within a minute. */
import type { WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import { loadRunRetention } from "#store/run-retention.ts";

/** An older value is renewed in the background; for a value that is older still, the caller waits. */
const renewAfterMs = 20_000;
const useUntilMs = 50_000;

/** What the workflow said last; needed only when it says nothing any more. */
const lastKnown = "runRetentionDays";

export class Retention {
  readonly #storage: DurableObjectStorage;
  readonly #db: D1Database;
  #known: number | undefined;
  #readAt = -Infinity;
  #reading: Promise<void> | undefined;

  constructor(storage: DurableObjectStorage, db: D1Database) {
    this.#storage = storage;
    this.#db = db;
  }

  /**
   * In days. Where D1 cannot be asked it is what was known before, else the longest time that can be set: nothing is
   * deleted that should not be. Runs of a workflow that was deleted go after the default time, or before, where it kept
   * them for less.
   */
  async days(workflowId: WorkflowId): Promise<number> {
    // A clock that was set back makes it no younger.
    const ageMs = Math.abs(Date.now() - this.#readAt);
    if (ageMs >= renewAfterMs) this.#reading ??= this.#read(workflowId);
    if (ageMs >= useUntilMs) await this.#reading;
    return this.known;
  }

  /** The same without asking. */
  get known(): number {
    return this.#known ?? limits.maxRunRetentionDays;
  }

  /** Never rejects. */
  async #read(workflowId: WorkflowId): Promise<void> {
    const readAt = Date.now();
    try {
      const days = await loadRunRetention(this.#db, workflowId);
      if (days !== undefined && days !== this.#storage.kv.get<number>(lastKnown)) this.#storage.kv.put(lastKnown, days);
      this.#known = days ?? Math.min(limits.runRetentionDays, this.#storage.kv.get<number>(lastKnown) ?? Infinity);
      this.#readAt = readAt;
    } catch (error) {
      console.error("the run retention could not be read", error);
    }
    this.#reading = undefined;
  }
}
