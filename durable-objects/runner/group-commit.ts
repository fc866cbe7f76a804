/**
 * One storage transaction for all runs that reach a commit point in the same moment. A lone run does not wait for
 * company: at one connection a tick of waiting costs more than it saves.
 *
 * A promise from `add` resolves when the writes are in the transaction; the platform's output gate keeps every answer
 * and every outbound request back until that transaction is durable.
 */
type Write = () => void;

export class GroupCommit {
  readonly #storage: DurableObjectStorage;
  readonly #hasCompany: () => boolean;
  #waiting: Write[] = [];
  #tick: Promise<void> | undefined;

  /** `hasCompany` says whether other runs are under way that may want to commit in this moment too. */
  constructor(storage: DurableObjectStorage, hasCompany: () => boolean) {
    this.#storage = storage;
    this.#hasCompany = hasCompany;
  }

  /** Rejects where storage refuses; then nothing of the group was written. */
  add(write: Write): Promise<void> | void {
    this.#waiting.push(write);
    if (this.#tick) return this.#tick;
    if (!this.#hasCompany()) return this.#flush();
    this.#tick = scheduler.wait(0).then(() => {
      this.#tick = undefined;
      this.#flush();
    });
    return this.#tick;
  }

  #flush(): void {
    const writes = this.#waiting;
    this.#waiting = [];
    if (writes.length === 1) return writes[0]!();
    this.#storage.transactionSync(() => {
      for (const write of writes) write();
    });
  }
}
