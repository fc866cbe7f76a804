/**
 * A script that hangs workerd would hang everything; so the server is asked for a sign of life every second, and
 * killed when it gives none. Miniflare starts a killed workerd again on the same data, and the lanes go on from
 * their journals.
 */

/** A machine under load needs its time to start a runtime; one that was killed before it could answer would never come up. */
const startingMs = 30_000;

export interface WatchdogOptions {
  /** How long a runtime that has answered before may be silent. */
  readonly silenceMs: number;
  /** Which process is the runtime now; undefined while there is none. */
  current(): string | undefined;
  /** Asks for a sign of life; rejects or answers false where there is none. */
  ask(signal: AbortSignal): Promise<boolean>;
  /** Ends the silent runtime; Miniflare then starts another one. */
  kill(runtime: string): void;
  /** Called when there is no runtime and none comes. */
  giveUp(): void;
}

/**
 * Watches a runtime that has answered already, and those that follow it, until `stop` is called. Silence is counted in unanswered questions, not by the clock: after the machine slept,
 * the clock has jumped but only one question is open.
 */
export function watch({ silenceMs, current, ask, kill, giveUp }: WatchdogOptions): { stop(): void } {
  const everyMs = Math.min(1000, silenceMs / 4);
  let runtime = current();
  let hasAnswered = true;
  let unanswered = 0;
  const timer = setInterval(() => {
    const now = current();
    if (now !== runtime) {
      runtime = now;
      hasAnswered = false;
      unanswered = 0;
    }
    if (unanswered * everyMs >= (hasAnswered ? silenceMs : startingMs)) {
      unanswered = 0;
      return now === undefined ? giveUp() : kill(now);
    }
    unanswered++;
    void ask(AbortSignal.timeout(silenceMs)).then(
      (alive) => {
        if (!alive || now !== runtime) return;
        hasAnswered = true;
        unanswered = 0;
      },
      () => undefined,
    );
  }, everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
