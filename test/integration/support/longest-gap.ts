/** The longest time between two beats of a timer while `work` goes on. */
export async function longestGap(work: Promise<unknown>): Promise<{ beats: number; longestMs: number }> {
  const state = { isDone: false };
  const ended = work.finally(() => (state.isDone = true));
  let longestMs = 0;
  let beats = 0;
  for (let last = Date.now(); !state.isDone; beats++) {
    await scheduler.wait(1);
    const now = Date.now();
    longestMs = Math.max(longestMs, now - last);
    last = now;
  }
  await ended;
  return { beats, longestMs };
}
