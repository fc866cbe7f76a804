/**
 * Ends a stream when its watcher may not see it any more. Rights are asked again before anything is passed on that
 * comes later than `askEveryMs` after the last time; streams of events say something every 15 seconds. So none outlives
 * a right by two minutes, and one that is still allowed is never cut.
 */
const askEveryMs = 60_000;

/**
 * The stream while `mayStill` resolves to true. If that cannot be determined, the stream ends, and the reader may
 * connect again.
 */
export function whileAllowed(
  stream: ReadableStream<Uint8Array>,
  mayStill: () => boolean | Promise<boolean>,
  now: () => number,
): ReadableStream<Uint8Array> {
  let askedAt = now();
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      async transform(chunk, controller) {
        // A clock that was set back makes nothing younger.
        if (Math.abs(now() - askedAt) >= askEveryMs) {
          if (
            !(await Promise.resolve()
              .then(mayStill)
              .catch(() => false))
          )
            return controller.terminate();
          askedAt = now();
        }
        controller.enqueue(chunk);
      },
    }),
  );
}
