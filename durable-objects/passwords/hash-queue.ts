/** Runs one piece of work at a time. A few may wait; more are refused before they cost anything. */
import type { Hashed } from "../protocols/passwords.ts";

interface Bounds {
  /** Pieces of work that wait or run. */
  readonly max: number;
  /** The same from one source, so that one source alone cannot fill the queue. */
  readonly maxPerSource: number;
}

export class HashQueue {
  readonly #bounds: Bounds;
  readonly #bySource = new Map<string, number>();
  #size = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  async run<Result>(source: string | null, work: () => Promise<Result>): Promise<Hashed<Result>> {
    const ofSource = source === null ? 0 : (this.#bySource.get(source) ?? 0);
    if (this.#size >= this.#bounds.max || ofSource >= this.#bounds.maxPerSource) return { kind: "busy", retryAfterSec: 2 };
    this.#size++;
    if (source !== null) this.#bySource.set(source, ofSource + 1);
    const mine = this.#last.then(work);
    // Work that fails must not stop what waits after it.
    this.#last = mine.catch(() => undefined);
    try {
      return { kind: "done", result: await mine };
    } finally {
      this.#size--;
      if (source !== null) this.#leave(source);
    }
  }

  #leave(source: string): void {
    const left = this.#bySource.get(source)! - 1;
    if (left === 0) this.#bySource.delete(source);
    else this.#bySource.set(source, left);
  }
}
