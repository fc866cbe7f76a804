import type { Pace } from "#flow/expressions/pace.ts";
import { limits } from "#flow/limits.ts";
import type { Share } from "../turns/share.ts";
import { turns, workOfStep } from "../turns/turns.ts";

/** A unit of work takes about 5 ns. */
const workOfSecond = 200_000_000;

/** One run's pace beside all others of the isolate, and its budget of computing. */
export class RunPace implements Pace {
  readonly share: Share;
  readonly #spent: () => void;
  #hasEnded = false;

  /** `spent` is called when the run has used up its budget; it ends the run. */
  constructor(share: Share, spent: () => void) {
    this.share = share;
    this.#spent = spent;
  }

  get isDue(): boolean {
    return this.#hasEnded || this.isSpent || turns.isOver(this.share);
  }

  get isSpent(): boolean {
    return this.share.worked > limits.maxRunComputeSec * workOfSecond;
  }

  did(steps: number): void {
    turns.did(steps * workOfStep, this.share);
  }

  /** The same in units of work. */
  worked(work: number): void {
    turns.did(work, this.share);
  }

  async rest(): Promise<void> {
    this.#check();
    await turns.next(this.share);
    this.#check();
  }

  /** Work that is still in progress is not needed any more. */
  end(): void {
    this.#hasEnded = true;
  }

  #check(): void {
    if (!this.#hasEnded && this.isSpent) this.#spent();
    if (this.#hasEnded) throw new Error("the run has ended");
  }
}
