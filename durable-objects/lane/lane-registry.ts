import type { WorkflowId } from "#flow/ids.ts";
import { registerLane } from "#store/lanes.ts";
import type { LaneStore } from "./lane-store.ts";

/**
 * Notes in D1 that this lane exists, once in its life and before its first run: an undeploy must find every lane of a
 * workflow, wherever its callers made one.
 */
export class LaneRegistry {
  readonly #store: LaneStore;
  readonly #db: D1Database;
  readonly #name: string;
  #isRegistered: boolean;
  #registering: Promise<void> | undefined;

  /** `name` is the name of the lane's object. */
  constructor(store: LaneStore, db: D1Database, name: string) {
    this.#store = store;
    this.#db = db;
    this.#name = name;
    this.#isRegistered = store.fact("registered") !== undefined;
  }

  get isRegistered(): boolean {
    return this.#isRegistered;
  }

  /** Rejects if D1 does; the next call tries again. */
  register(workflowId: WorkflowId): Promise<void> {
    return (this.#registering ??= this.#register(workflowId).finally(() => (this.#registering = undefined)));
  }

  async #register(workflowId: WorkflowId): Promise<void> {
    await registerLane(this.#db, workflowId, this.#name);
    this.#store.setFact("registered", "yes");
    this.#isRegistered = true;
  }
}
