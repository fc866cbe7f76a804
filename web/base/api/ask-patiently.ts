import { mayPass, type Problem, problemOf } from "./problem.ts";

const [firstPauseMs, longestPauseMs] = [500, 8_000];

/** What waits for an answer that may be late in coming. */
export interface Waiting {
  /** Hears why there is none yet, and undefined once there is. */
  trouble(why: Problem | undefined): void;
  readonly signal: AbortSignal;
}

/**
 * Asks again, each time a little later, until there is an answer, for example when the connection is back. Rejects if
 * another try cannot help.
 */
export async function askPatiently<T>(ask: () => Promise<T>, { trouble, signal }: Waiting): Promise<T> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      const answer = await ask();
      trouble(undefined);
      return answer;
    } catch (caught) {
      const why = problemOf(caught);
      if (signal.aborted || !mayPass(why)) throw caught;
      trouble(why);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    signal.throwIfAborted();
  }
}
