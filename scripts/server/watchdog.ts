/**
 * A script that hangs workerd would hang everything; so the server is asked for a sign of life every second, and
 * killed when it gives none. Miniflare starts a killed workerd again on the same data, and the lanes go on from
 * their journals.
 */

/** Asks for a sign of life; rejects or resolves to false where there is none. */
type Ask = (signal: AbortSignal) => Promise<boolean>;

export interface WatchdogOptions {
  readonly silenceMs: number;
  readonly ask: Ask;
  /** Ends the silent runtime. */
  kill(): Promise<void>;
}

/**
 * Watches until `stop` is called. Silence is counted in unanswered questions, not by the clock: after the machine slept,
 * the clock has jumped but only one question is open.
 */
export function watch({ silenceMs, ask, kill }: WatchdogOptions): { stop(): void } {
  const everyMs = Math.min(1000, silenceMs / 4);
  const allowed = Math.ceil(silenceMs / everyMs);
  let unanswered = 0;
  let killing = false;
  const timer = setInterval(() => {
    if (killing) return;
    if (unanswered >= allowed) {
      killing = true;
      void kill().finally(() => {
        unanswered = 0;
        killing = false;
      });
      return;
    }
    unanswered++;
    void ask(AbortSignal.timeout(silenceMs)).then(
      (alive) => {
        if (alive) unanswered = 0;
      },
      () => undefined,
    );
  }, everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
