import { expect, it } from "vitest";
import { whileAllowed } from "#worker/http/while-allowed.ts";

/** A stream that is fed by hand, and what has come through. */
function gated(mayStill: () => boolean | Promise<boolean>) {
  const clock = { ms: 1_000_000 };
  let feed!: ReadableStreamDefaultController<Uint8Array>;
  const cancelled: unknown[] = [];
  const source = new ReadableStream<Uint8Array>({
    start: (controller) => void (feed = controller),
    cancel: (why) => void cancelled.push(why),
  });
  const reader = whileAllowed(source, mayStill, () => clock.ms).getReader();
  const next = async (afterMs: number) => {
    clock.ms += afterMs;
    feed.enqueue(new Uint8Array([1]));
    return (await reader.read()).done ? "end" : "passed";
  };
  return { next, cancelled };
}

it("passes everything on while its reader is allowed, and asks once a minute", async () => {
  let asked = 0;
  const { next } = gated(() => ++asked > 0);
  for (let i = 0; i < 40; i++) expect(await next(15_000)).toBe("passed");
  expect(asked).toBe(10);
});

it.each([
  ["says no", () => false],
  ["says no later", async () => false],
  ["throws", () => Promise.reject(new Error("no database"))],
])("ends within two minutes where the question %s, passes nothing on any more, and lets the source go", async (_, mayStill) => {
  const { next, cancelled } = gated(mayStill);
  expect(await next(59_000)).toBe("passed");
  expect(await next(15_000)).toBe("end");
  await expect.poll(() => cancelled.length).toBe(1);
});

it("is not fooled by a clock that is set back", async () => {
  const { next } = gated(() => false);
  expect(await next(-3600_000)).toBe("end");
});
