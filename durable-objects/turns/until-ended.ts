/**
 * A wait that another object or request ends. The platform brings the promise back to whoever waits for it, save where a
 * flag turns that off, as the runner of our tests does; there each looks for itself, more seldom the more there are.
 */
const isBroughtBack = Cloudflare.compatibilityFlags["handle_cross_request_promise_resolution"] === true;
const guardMs = 250;
let waiting = 0;

/**
 * Resolves when `end`, which `begin` is given, was called from anywhere, `isOwn` by the same object. Now and then `guard` is called, because whoever
 * should end the wait may be gone.
 */
export async function untilEnded(begin: (end: (isOwn?: boolean) => void) => void, guard: () => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isEnded = false;
  let guardedAt = Date.now();
  // A timer belongs to the object that set it, so nobody else clears this one.
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
