/** Timers of a lane's memory. What must outlive the object is a row's `wake_at`, not one of these. */

/** A timer's delay is a 32-bit number; a longer wait is taken in pieces. */
const longestMs = 2_000_000_000;

/** Calls `action` at `dueAt` or later, never before, though the platform's timers may go off a millisecond early. */
export function callAt(dueAt: number, action: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = (): void => {
    const left = dueAt - Date.now();
    if (left <= 0) return action();
    timer = setTimeout(wait, Math.min(left, longestMs));
  };
  timer = setTimeout(wait, Math.min(Math.max(0, dueAt - Date.now()), longestMs));
  return () => clearTimeout(timer);
}
