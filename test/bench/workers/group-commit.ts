/**
 * Commits immediately if no commit is in progress. Commits that arrive during one wait and are written together. So a
 * single call never waits, and many calls share transactions.
 */
export class GroupCommit {
  readonly #storage: DurableObjectStorage;
  #waiting: { readonly write: () => void; readonly done: () => void }[] = [];
  #underWay = false;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  write(write: () => void): Promise<void> | void {
    if (!this.#underWay) {
      write();
      this.#follow();
      return;
    }
    return new Promise((done) => this.#waiting.push({ write, done }));
  }

  #follow(): void {
    this.#underWay = true;
    void this.#storage.sync().then(() => {
      this.#underWay = false;
      const group = this.#waiting;
      if (group.length === 0) return;
      this.#waiting = [];
      this.#storage.transactionSync(() => {
        for (const { write } of group) write();
      });
      for (const { done } of group) done();
      this.#follow();
    });
  }
}
