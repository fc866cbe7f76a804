/**
 * A script that hangs workerd would hang everything; so the server is asked for a sign of life every second, and
 * killed when it gives none. Miniflare starts a killed workerd again on the same data, and the lanes go on from
 * their journals.
 */

/** A machine under load needs its time to start a runtime; one that was killed before it could answer would never come up. */
const startingMs = 30_000;
/**
 * The runtime reads new requests only when it has nothing else to do, so hundreds of simultaneous requests make it
 * silent for seconds. Killing it then would lose all of them. While it keeps writing, it is left alone for this long.
 */
const busyMs = 60_000;

export interface WatchdogOptions {
  /** How long a runtime that has answered before may be silent. */
  readonly silenceMs: number;
  /** Which process is the runtime now; undefined while there is none. */
  current(): string | undefined;
  /** How much the runtime has written so far, to sockets and files; undefined where the system does not tell. One that hangs writes nothing. */
  written(runtime: string): number | undefined;
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
export function watch({ silenceMs, current, written, ask, kill, giveUp }: WatchdogOptions): { stop(): void } {
  const everyMs = Math.min(1000, silenceMs / 4);
  let runtime = current();
  let hasAnswered = true;
  let unanswered = 0;
  let wrote: number | undefined;
  /** Looks since it was last seen writing. */
  let quiet = Infinity;
  const timer = setInterval(() => {
    const now = current();
    const before = wrote;
    wrote = now === undefined ? undefined : written(now);
    const hasWritten = now === runtime && before !== undefined && wrote !== undefined && wrote > before;
    quiet = hasWritten ? 0 : quiet + 1;
    if (now !== runtime) {
      runtime = now;
      hasAnswered = false;
      unanswered = 0;
    }
    const silentMs = unanswered * everyMs;
    if (silentMs >= (hasAnswered ? silenceMs : startingMs) && !(quiet * everyMs < silenceMs && silentMs < busyMs)) {
      unanswered = 0;
      return now === undefined ? giveUp() : kill(now);
    }
    unanswered++;
    // A late answer is one too.
    void ask(AbortSignal.timeout(Math.max(silenceMs, busyMs))).then(
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
