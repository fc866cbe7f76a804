/**
 * Scripts that outlast their first slice. A few run at a time, each suspended after every slice, so that everything
 * else in the isolate has its turn; the others wait, in FairQueue's order.
 *
 * The runs belong to different objects and requests. Each of these can be ended without notice, and its timers are lost
 * with it. So a seat without progress for a while is free, and waiting scripts check from time to time for a free seat.
 */
import { bounds } from "./bounds.ts";
import { FairQueue, type Share } from "../turns/share.ts";
import { turns } from "../turns/turns.ts";
import { untilEnded } from "../turns/until-ended.ts";
import type { Images } from "./images.ts";
import { LimitReached, type Outcome } from "./outcome.ts";
import { Sandbox } from "./sandbox.ts";
import type { Work } from "./work.ts";

/** Far more than a slice takes, even on a busy machine. */
const abandonedMs = 2_000;

interface Place {
  readonly share: Share;
  readonly look: () => void;
}

export class LongLane {
  readonly #images: Images;
  readonly #totalFuel: number;
  readonly #seats: (Seat | undefined)[] = Array.from({ length: bounds.maxLong });
  readonly #waiting = new FairQueue<Place>();

  constructor(images: Images, totalFuel: number) {
    this.#images = images;
    this.#totalFuel = totalFuel;
  }

  /** Rejects with the signal's reason when it is aborted. */
  async run(work: Work, signal: AbortSignal, share: Share): Promise<{ outcome: Outcome; logs: readonly string[] }> {
    const seat = await this.#sit(signal, share);
    try {
      return await seat.run(work, this.#totalFuel, signal, share);
    } finally {
      seat.isTaken = false;
      this.#waiting.take()?.look();
    }
  }

  async #sit(signal: AbortSignal, share: Share): Promise<Seat> {
    signal.throwIfAborted();
    for (let isNew = true; ; isNew = false) {
      const seat = isNew && this.#waiting.size > 0 ? undefined : this.#freeSeat(Date.now());
      if (seat) return seat;
      await this.#wait(signal, share);
      signal.throwIfAborted();
    }
  }

  /** Resolves when a seat was left, when the signal is aborted, and after a while in any case. */
  async #wait(signal: AbortSignal, share: Share): Promise<void> {
    let place: Place | undefined;
    let stop: (() => void) | undefined;
    await untilEnded(
      (end) => {
        stop = () => end(true);
        place = { share, look: () => end() };
        this.#waiting.add(place);
        signal.addEventListener("abort", stop);
      },
      () => stop?.(),
    );
    this.#waiting.remove(place!);
    signal.removeEventListener("abort", stop!);
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
  #share: Share | undefined;

  constructor(images: Images) {
    this.#sandbox = new Sandbox(
      images,
      suspending(() => this.#refuel()),
    );
  }

  async run(work: Work, totalFuel: number, signal: AbortSignal, share: Share): Promise<{ outcome: Outcome; logs: readonly string[] }> {
    this.#left = totalFuel;
    this.#signal = signal;
    this.#share = share;
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
    turns.did(slice, this.#share!);
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
