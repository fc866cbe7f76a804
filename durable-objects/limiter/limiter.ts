/**
 * Counts the calls of one API key, wherever they come in. A sliding minute: the calls of the running minute and the
 * share of the one before that still lies within the last sixty seconds. Kept in memory: an eviction forgives a minute.
 */
import { DurableObject } from "cloudflare:workers";

const minuteMs = 60_000;

export class Limiter extends DurableObject {
  #minute = 0;
  #count = 0;
  #before = 0;

  /** Takes one call if fewer than `perMinute` lie in the last minute; else says after how many seconds to come again. */
  async take(perMinute: number): Promise<{ ok: true } | { ok: false; retryAfterSec: number }> {
    const now = Date.now();
    const minute = Math.floor(now / minuteMs);
    if (minute !== this.#minute) {
      this.#before = minute === this.#minute + 1 ? this.#count : 0;
      this.#count = 0;
      this.#minute = minute;
    }
    const passed = (now % minuteMs) / minuteMs;
    const used = this.#count + this.#before * (1 - passed);
    if (used + 1 > perMinute) {
      // Until enough of the last minute has passed, or the current minute has ended.
      const wait =
        this.#count + 1 <= perMinute && this.#before > 0 ? 1 - (perMinute - this.#count - 1) / this.#before - passed : 1 - passed;
      return { ok: false, retryAfterSec: Math.max(1, Math.ceil((wait * minuteMs) / 1000)) };
    }
    this.#count++;
    return { ok: true };
  }
}
