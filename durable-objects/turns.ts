import { evaluated } from "#flow/expressions/budget.ts";

/** In units of a script's fuel, some 5 ns each: about 20 ms. Shorter turns cost more than they help. */
const workOfTurn = 4_000_000;
/** A step of an expression takes about a microsecond. */
const workOfStep = 200;
/** Whoever was to begin the next turn and has not done so by then is gone, and its timer with it. */
const lateMs = 100;
/** The same for whoever waits, beyond the time at which it was to look again. */
const goneMs = 2_000;

/**
 * Keeps steps that each end soon from following one another without a pause: many of them, in one run or in many, would
 * keep everything else in the isolate waiting. When they have done a turn's work, the next one waits for another turn of
 * the event loop. Counted in work, because the platform's clock stands still during a turn.
 */
class Turns {
  #done = 0;
  #stepsBefore = 0;
  /** When somebody last undertook to begin the next turn; null where nobody has to. */
  #beginsAt: number | null = null;
  /** Who waits, and until when. */
  readonly #waiting = new Map<object, number>();
  #sweptAt = 0;

  get isOver(): boolean {
    return this.#done + (evaluated.steps - this.#stepsBefore) * workOfStep >= workOfTurn;
  }

  /** Work beside that of expressions. */
  did(work: number): void {
    this.#done += work;
  }

  /**
   * Each waits by a timer of its own, because those who wait belong to different objects, each of which can be ended
   * without a word. One of them begins the next turn as soon as the event loop comes round. The others look again as
   * seldom as there are many of them: an object serves about one timer in a millisecond, and those who look in vain would
   * keep it from those whose turn it is.
   */
  async next(): Promise<void> {
    const place = {};
    try {
      while (this.isOver) {
        const now = Date.now();
        this.#forgetThoseGone(now);
        const begins = this.#beginsAt === null || now - this.#beginsAt > lateMs;
        if (begins) this.#beginsAt = now;
        const ms = begins ? 1 : 1 + this.#waiting.size;
        this.#waiting.set(place, now + ms);
        await new Promise((resolve) => setTimeout(resolve, ms));
        if (begins) this.#begin();
      }
    } finally {
      this.#waiting.delete(place);
    }
  }

  #begin(): void {
    this.#beginsAt = null;
    this.#done = 0;
    this.#stepsBefore = evaluated.steps;
  }

  #forgetThoseGone(now: number): void {
    if (now - this.#sweptAt < goneMs) return;
    this.#sweptAt = now;
    for (const [place, until] of this.#waiting) if (now - until > goneMs) this.#waiting.delete(place);
  }
}

/** Those of this isolate: all its objects share them, as they share its thread. */
export const turns = new Turns();
