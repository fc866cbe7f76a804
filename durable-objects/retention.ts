/** How long an object keeps the runs of its workflow: a setting in D1, known here within a minute. */
import type { WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import { loadRunRetention } from "#store/run-retention.ts";

const freshMs = 30_000;

export class Retention {
  readonly #db: D1Database;
  #days: number | undefined;
  #readAt = -Infinity;
  #reading: Promise<void> | undefined;

  constructor(db: D1Database) {
    this.#db = db;
  }

  /**
   * In days. Where D1 cannot be asked it is what was known before, else the longest time that can be set: nothing is
   * deleted that should not be. Runs of a workflow that was deleted are kept for the shortest time.
   */
  async days(workflowId: WorkflowId): Promise<number> {
    if (Date.now() - this.#readAt >= freshMs) await (this.#reading ??= this.#read(workflowId));
    return this.#days ?? limits.maxRunRetentionDays;
  }

  async #read(workflowId: WorkflowId): Promise<void> {
    try {
      this.#days = (await loadRunRetention(this.#db, workflowId)) ?? 1;
      this.#readAt = Date.now();
    } catch (error) {
      console.error("how long runs are kept could not be read", error);
    }
    this.#reading = undefined;
  }
}
