/**
 * Refuses sources that send too many passwords, from memory: where one sends hundreds a second, even counting each in
 * the database would hold up everybody else. Each isolate has its own; the database counts for all of them.
 */

/** Passwords of one source in one moment, and how many more each second: an office at nine o'clock. */
const burst = 10;
const perSecond = 2;
/** More sources than one isolate serves; the ones that were seen first are forgotten. */
const maxSources = 10_000;

interface Seen {
  /** What is left of the burst at the time `at`. */
  readonly left: number;
  readonly at: number;
  readonly lockedUntil: number;
}

export class SourceGate {
  readonly #seen = new Map<string, Seen>();

  /** Lets one password through, or returns after how many milliseconds to come again. */
  enter(source: string, nowMs: number): number | undefined {
    const { left, at, lockedUntil } = this.#seen.get(source) ?? { left: burst, at: nowMs, lockedUntil: 0 };
    if (lockedUntil > nowMs) return lockedUntil - nowMs;
    const now = Math.min(burst, left + (Math.max(0, nowMs - at) / 1000) * perSecond);
    if (now < 1) return ((1 - now) / perSecond) * 1000;
    this.#note(source, { left: now - 1, at: nowMs, lockedUntil: 0 });
    return undefined;
  }

  /** The database has locked the source. */
  lock(source: string, untilMs: number): void {
    this.#note(source, { left: 0, at: untilMs, lockedUntil: untilMs });
  }

  #note(source: string, seen: Seen): void {
    this.#seen.delete(source);
    if (this.#seen.size >= maxSources) this.#seen.delete(this.#seen.keys().next().value!);
    this.#seen.set(source, seen);
  }
}
