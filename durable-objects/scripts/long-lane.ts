/**
 * Scripts that outlast their first slice. A few run at a time, each suspended after every slice so that everything else
 * in the isolate has its turn; the others wait in order.
 *
 * Whoever waits looks again by a timer of its own instead of being called by another run: the runs belong to different
 * objects and requests, each of which can be ended without a word, and its timers with it. So a place in the queue or a
 * seat that nobody has moved on for a while is free.
 */
import { bounds } from "./bounds.ts";
import type { Images } from "./images.ts";
import { LimitReached, type Outcome } from "./outcome.ts";
import { Sandbox } from "./sandbox.ts";
import type { Work } from "./work.ts";

const lookAgainMs = 5;
/** Far more than a slice takes, even on a busy machine. */
const abandonedMs = 2_000;

interface Place {
  seenAt: number;
}

export class LongLane {
  readonly #images: Images;
  readonly #totalFuel: number;
  readonly #seats: (Seat | undefined)[] = Array.from({ length: bounds.maxLong });
  #queue: Place[] = [];

  constructor(images: Images, totalFuel: number) {
    this.#images = images;
    this.#totalFuel = totalFuel;
  }

  /** Rejects with the signal's reason when it is aborted. */
  async run(work: Work, signal: AbortSignal): Promise<{ outcome: Outcome; logs: readonly string[] }> {
    const seat = await this.#sit(signal);
    try {
      return await seat.run(work, this.#totalFuel, signal);
    } finally {
      seat.isTaken = false;
    }
  }

  async #sit(signal: AbortSignal): Promise<Seat> {
    const place: Place = { seenAt: Date.now() };
    this.#queue.push(place);
    try {
      for (;;) {
        signal.throwIfAborted();
        const now = (place.seenAt = Date.now());
        this.#queue = this.#queue.filter(({ seenAt }) => now - seenAt < abandonedMs);
        const seat = this.#queue[0] === place ? this.#freeSeat(now) : undefined;
        if (seat) return seat;
        await pause(lookAgainMs);
      }
    } finally {
      this.#queue = this.#queue.filter((other) => other !== place);
    }
  }

  #freeSeat(now: number): Seat | undefined {
    for (const [index, seat] of this.#seats.entries()) {
      if (seat?.isTaken && now - seat.movedAt < abandonedMs) continue;
      const free = !seat || seat.isTaken ? new Seat(this.#images) : seat;
      free.isTaken = true;
      free.movedAt = now;
      this.#seats[index] = free;
      return free;
    }
    return undefined;
  }
}

class Seat {
  isTaken = false;
  movedAt = 0;
  readonly #sandbox: Sandbox;
  #left = 0;
  #signal: AbortSignal | undefined;

  constructor(images: Images) {
    this.#sandbox = new Sandbox(
      images,
      suspending(() => this.#refuel()),
    );
  }

  async run(work: Work, totalFuel: number, signal: AbortSignal): Promise<{ outcome: Outcome; logs: readonly string[] }> {
    this.#left = totalFuel;
    this.#signal = signal;
    if (!this.#sandbox.isOpen) await this.#sandbox.open((await import("./quickjs.ts")).openQuickJs);
    const outcome = await this.#sandbox.runSuspending(work, this.#nextSlice());
    return { outcome, logs: this.#sandbox.logs };
  }

  async #refuel(): Promise<void> {
    await pause(0);
    this.#signal?.throwIfAborted();
    this.movedAt = Date.now();
    this.#sandbox.fuel = this.#nextSlice();
  }

  #nextSlice(): number {
    if (this.#left <= 0) throw new LimitReached("instructions");
    const slice = Math.min(this.#left, bounds.nextSliceFuel);
    this.#left -= slice;
    return slice;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function suspending(refuel: () => Promise<void>): WebAssembly.ImportValue {
  // TypeScript's own declarations do not know JavaScript Promise Integration yet.
  const { Suspending } = WebAssembly as unknown as { Suspending: new (fn: () => Promise<void>) => WebAssembly.ImportValue };
  return new Suspending(refuel);
}
