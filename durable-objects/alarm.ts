/** What an object does that plans ahead, where the clock was set back: what it planned is hours away by the new one. */
export interface Planner {
  /** Pauses end, and overdue work is done now. Waits for a time of day continue. */
  clockSetBack(): Promise<void>;
}

/**
 * An object's one alarm, for everything that is due. Knows its time, so that asking for a later one costs nothing. The
 * platform's output gate holds back every answer until the alarm is stored.
 */
export class Alarm {
  readonly #storage: DurableObjectStorage;
  #at: number | null = null;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Learns of an alarm that was set before the object came up. */
  async read(): Promise<void> {
    this.#at = await this.#storage.getAlarm();
  }

  /** Goes off at `at` (epoch ms), or earlier where it was set for that. */
  atLatest(at: number): void {
    if (this.#at !== null && this.#at <= at) return;
    this.#at = at;
    void this.#storage.setAlarm(at);
  }

  /** Goes off at `at` and not before. */
  at(at: number): void {
    this.#at = at;
    void this.#storage.setAlarm(at);
  }

  async cancel(): Promise<void> {
    this.#at = null;
    await this.#storage.deleteAlarm();
  }

  wentOff(): void {
    this.#at = null;
  }
}
