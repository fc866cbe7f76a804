import { evaluated } from "#flow/expressions/budget.ts";

/** In units of a script's fuel, some 5 ns each: about 20 ms. Shorter turns cost more than they help. */
const workOfTurn = 4_000_000;
/** A step of an expression takes about a microsecond. */
const workOfStep = 200;
/** However many wait, most of the time is for work. */
const longestMs = 50;

/**
 * Keeps steps that each end soon from following one another without a pause: many of them, in one run or in many, would
 * keep everything else in the isolate waiting. When they have done a turn's work, the next one waits for another turn of
 * the event loop. Counted in work, because the platform's clock stands still during a turn.
 */
class Turns {
  #done = 0;
  #stepsBefore = 0;
  #turn = 0;

  get isOver(): boolean {
    return this.#done + (evaluated.steps - this.#stepsBefore) * workOfStep >= workOfTurn;
  }

  /** Work beside that of expressions. */
  did(work: number): void {
    this.#done += work;
  }

  /**
   * Several wake in the same turn of the event loop: the first one begins a new count, and the others may have to wait
   * again, each time longer. So a run that has just ended a step mostly goes on before others begin theirs, and few hold
   * their data at the same time.
   */
  async next(): Promise<void> {
    for (let ms = 1; this.isOver; ms = Math.min(ms * 2, longestMs)) {
      const turn = this.#turn;
      await new Promise((resolve) => setTimeout(resolve, ms));
      if (turn !== this.#turn) continue;
      this.#turn++;
      this.#done = 0;
      this.#stepsBefore = evaluated.steps;
    }
  }
}

/** Those of this isolate: all its objects share them, as they share its thread. */
export const turns = new Turns();
