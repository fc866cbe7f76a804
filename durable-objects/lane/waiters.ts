import type { RunId } from "#flow/ids.ts";

/** Who waits for a run to be over: callers of sync runs and long polls. */
export class Waiters {
  readonly #waiting = new Map<RunId, Set<() => void>>();

  /** Resolves when the run has finished, or after `waitMs`. */
  wait(runId: RunId, waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(runId) ?? new Set();
      this.#waiting.set(runId, waiting);
      let cancelTimer = (): void => {};
      const done = (): void => {
        cancelTimer();
        waiting.delete(done);
        if (waiting.size === 0) this.#waiting.delete(runId);
        resolve();
      };
      waiting.add(done);
      if (waitMs === Infinity) return;
      const timer = setTimeout(done, waitMs);
      cancelTimer = () => clearTimeout(timer);
    });
  }

  over(runId: RunId): void {
    for (const done of this.#waiting.get(runId) ?? []) done();
  }
}
