const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;

/** SPEC §3. After the eighth attempt nothing follows. */
const delaysMs = [5 * seconds, 5 * minutes, 30 * minutes, 2 * hours, 5 * hours, 10 * hours, 14 * hours];

/** A tenth either way spreads the callbacks of runs that failed together, and still keeps the order of the schedule. */
const jitter = 0.1;

/** The wait in milliseconds after attempt number `attempt` (from 1) failed, or null where it was the last. `random` is in [0, 1). */
export function nextAttempt(attempt: number, random: number): number | null {
  const delayMs = delaysMs[attempt - 1];
  return delayMs === undefined ? null : Math.round(delayMs * (1 - jitter + 2 * jitter * random));
}
