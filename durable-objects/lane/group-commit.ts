/**
 * One storage transaction for all runs that reach a commit point while the last transaction is still being made
 * durable. A single run does not wait: its writes start immediately.
 *
 * A promise from `add` resolves when the writes are in a transaction. The platform's output gate holds every answer and
 * every outbound request until that transaction is durable.
 */
type Write = () => void;

interface Waiting {
  readonly write: Write;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

export class GroupCommit {
  readonly #storage: DurableObjectStorage;
  readonly #last: Write;
  #waiting: Waiting[] = [];
  #isUnderWay = false;

  /** `last` is written at the end of every transaction. */
  constructor(storage: DurableObjectStorage, last: Write) {
    this.#storage = storage;
    this.#last = last;
  }

  /** Throws or rejects where storage refuses; then nothing of the group was written. */
  add(write: Write): Promise<void> | void {
    if (this.#isUnderWay) return new Promise((done, failed) => this.#waiting.push({ write, done, failed }));
    this.#storage.transactionSync(() => {
      write();
      this.#last();
    });
    void this.#follow();
  }

  /** Commits what has come together meanwhile, for as long as something has. */
  async #follow(): Promise<void> {
    this.#isUnderWay = true;
    for (;;) {
      await this.#storage.sync();
      const group = this.#waiting;
      if (group.length === 0) break;
      this.#waiting = [];
      try {
        this.#storage.transactionSync(() => {
          for (const { write } of group) write();
          this.#last();
        });
      } catch (error) {
        for (const { failed } of group) failed(error);
        continue;
      }
      for (const { done } of group) done();
    }
    this.#isUnderWay = false;
  }
}
