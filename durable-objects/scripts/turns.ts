/** However many wait, most of the time is for work. */
const longestMs = 50;

/**
 * Keeps scripts that end within their first slice from following one another without a pause: many of them, in one run or
 * in many, would keep everything else in the isolate waiting. When they have done a turn's work, the next one waits for
 * another turn of the event loop. Counted in work, because the platform's clock stands still during a turn.
 */
export class Turns {
  readonly #work: number;
  #done = 0;
  #turn = 0;

  constructor(work: number) {
    this.#work = work;
  }

  get isOver(): boolean {
    return this.#done >= this.#work;
  }

  did(work: number): void {
    this.#done += work;
  }

  /**
   * Several wake in the same turn of the event loop: the first one begins a new count, and the others may have to wait
   * again, each time longer. So a run that has just ended a script mostly goes on before others begin theirs, and few hold
   * their data at the same time.
   */
  async next(): Promise<void> {
    for (let ms = 1; this.isOver; ms = Math.min(ms * 2, longestMs)) {
      const turn = this.#turn;
      await new Promise((resolve) => setTimeout(resolve, ms));
      if (turn !== this.#turn) continue;
      this.#turn++;
      this.#done = 0;
    }
  }
}
