/**
 * Lets what came in from outside have its turn. The local runtime is one thread, and looks at sockets and timers only
 * when no object has anything to do; objects that go on asking each other would keep it from all callers.
 */
export function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}
