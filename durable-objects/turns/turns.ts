import { FairQueue, type Share } from "./share.ts";
import { untilEnded } from "./until-ended.ts";

/** Work is counted in units of a script's fuel, about 5 ns each. A step of an expression or of a check takes a microsecond, */
export const workOfStep = 200;
/** a character of JSON that is read, written and stored 20 ns. */
export const workOfChar = 4;

/** About 20 ms of work. Shorter turns cost more than they help. */
const workOfTurn = 4_000_000;
/** A turn that is this late does not start by itself: the object whose timer it was is gone. */
const lateMs = 100;

interface Place {
  readonly share: Share;
  readonly letIn: (isOwn: boolean) => void;
}

/**
 * Keeps the work of many runs from following one another without a pause, which would block everything else in the
 * isolate: when a turn's work has been done, the next run waits for another turn of the event loop. Waiting work is
 * admitted in FairQueue's order, and newcomers wait after it. One waiter is admitted at a time, because an object that
 * is called from another one continues later than the caller. When it has done its first work, it admits the next one
 * if the turn has time left.
 *
 * A waiter belongs to an object or a request that can be ended without notice, and its timers are lost with it. So a
 * place holds no resource, the next turn is set before this one has started, and waiters check from time to time
 * whether it is late.
 */
class Turns {
  #done = 0;
  #number = 0;
  readonly #waiting = new FairQueue<Place>();
  /** When an object committed to start the next turn; null if none has. */
  #beginsAt: number | null = null;
  /** Who was let in last and has done nothing yet. */
  #newest: Share | undefined;

  /** Whether `share` has to wait before it goes on. */
  isOver(share: Share): boolean {
    return this.#isUsedUp || (this.#waiting.size > 0 && share.turn !== this.#number);
  }

  did(work: number, share: Share): void {
    this.#done += work;
    share.did(work);
    if (this.#newest !== share) return;
    this.#newest = undefined;
    if (!this.#isUsedUp) this.#letInNext(share);
  }

  /** Resolves when `share` may go on. */
  async next(share: Share): Promise<void> {
    await untilEnded(
      (letIn) => {
        this.#waiting.add({ share, letIn });
        this.#arm(share);
      },
      () => this.#arm(share),
    );
    share.turn = this.#number;
    this.#newest = share;
  }

  get #isUsedUp(): boolean {
    return this.#done >= workOfTurn;
  }

  /** `by` is whose object sets the timer. */
  #arm(by: Share): void {
    const now = Date.now();
    if (this.#waiting.size === 0 || (this.#beginsAt !== null && now - this.#beginsAt < lateMs)) return;
    this.#beginsAt = now;
    setTimeout(() => this.#begin(by), 1);
  }

  #letInNext(by: Share): void {
    const place = this.#waiting.take();
    place?.letIn(place.share === by);
  }

  #begin(by: Share): void {
    this.#beginsAt = null;
    this.#done = 0;
    this.#number++;
    this.#letInNext(by);
    this.#arm(by);
  }
}

/** Those of this isolate: all its objects share them, as they share its thread. */
export const turns = new Turns();
