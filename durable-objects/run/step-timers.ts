import type { Place } from "#flow/engine/place.ts";

/** What the active steps of a run wait for, and how to stop it: a timer, or what a node is doing. One entry for each place. */
export class StepTimers {
  readonly #stops = new Map<Place, () => void>();
  readonly #dues = new Map<Place, number>();

  /** A step waits until `dueAt` (epoch ms); `stop` ends the timer. */
  waits(place: Place, dueAt: number, stop: () => void): void {
    this.#dues.set(place, dueAt);
    this.#stops.set(place, stop);
  }

  /** A step is at work; `stop` ends it. */
  works(place: Place, stop: () => void): void {
    this.#stops.set(place, stop);
  }

  /** The work of a step has ended by itself. */
  worked(place: Place): void {
    this.#stops.delete(place);
  }

  /** Stops what a step does or waits for. */
  stop(place: Place): void {
    this.#stops.get(place)?.();
    this.#stops.delete(place);
    this.#dues.delete(place);
  }

  stopAll(): void {
    for (const place of this.#stops.keys()) this.stop(place);
  }

  hasDue(place: Place): boolean {
    return this.#dues.has(place);
  }

  /** When the first timer is due (epoch ms); Infinity if there is none. */
  get firstDue(): number {
    return Math.min(...this.#dues.values());
  }
}
