/**
 * A wait that another object or request ends. The platform delivers the promise to the waiter, unless a flag turns that
 * off, as our test runner does. There each waiter checks by itself, less often the more there are.
 */
const isBroughtBack = Cloudflare.compatibilityFlags["handle_cross_request_promise_resolution"] === true;
const guardMs = 250;
let waiting = 0;

/**
 * Resolves when `end`, which `begin` receives, was called from anywhere, `isOwn` by the same object. From time to time
 * `guard` is called, because the object that should end the wait may be gone.
 */
export async function untilEnded(begin: (end: (isOwn?: boolean) => void) => void, guard: () => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isEnded = false;
  let guardedAt = Date.now();
  // A timer belongs to the object that set it, so no other object clears it.
  let timer: ReturnType<typeof setTimeout>;
  const look = (): void => {
    if (isEnded) return resolve();
    const now = Date.now();
    if (Math.abs(now - guardedAt) >= guardMs) {
      guardedAt = now;
      guard();
    }
    timer = setTimeout(look, isBroughtBack ? guardMs : Math.min(1 + waiting / 8, 50));
  };
  waiting++;
  begin((isOwn = false) => {
    isEnded = true;
    if (isBroughtBack || isOwn) resolve();
  });
  look();
  await promise;
  clearTimeout(timer!);
  waiting--;
}
