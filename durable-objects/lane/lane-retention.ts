import { Retention } from "../retention.ts";
import type { LaneStore } from "./lane-store.ts";

const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** Runs that are looked at in one transaction: between two of them others get their turn. */
const atOnce = 500;

/** Goes through a lane's runs and forgets what is older than the workflow keeps them: from the oldest on, once an hour. */
export class LaneRetention {
  readonly #storage: DurableObjectStorage;
  readonly #store: LaneStore;
  readonly #retention: Retention;
  /** The id after which the next slice starts; a lane that starts has none. */
  #after = "";
  #nextAt = 0;
  #isUnderWay = false;

  constructor(storage: DurableObjectStorage, store: LaneStore, db: D1Database) {
    this.#storage = storage;
    this.#store = store;
    this.#retention = new Retention(storage, db);
  }

  /** Looks at some runs where it is time for it; whether it is to be called again soon. Never rejects. */
  async forget(now: number): Promise<boolean> {
    const workflowId = this.#store.workflowOf();
    // A clock that was set back does not put it off.
    const isRest = now < this.#nextAt && this.#nextAt - now <= hourMs;
    if (workflowId === undefined || this.#isUnderWay || isRest) return false;
    this.#isUnderWay = true;
    const days = await this.#retention.days(workflowId);
    this.#isUnderWay = false;
    try {
      const next = this.#storage.transactionSync(() => this.#store.forgetRuns(now - days * dayMs, this.#after, atOnce));
      this.#after = next ?? "";
      if (next === null) this.#nextAt = now + hourMs;
      return next !== null;
    } catch (error) {
      console.error("old runs could not be deleted and are retried", error);
      return false;
    }
  }
}
