import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { watch } from "../../../scripts/server/watchdog.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A runtime as the watchdog sees it: a name that changes with each start, and answers that can be switched off. */
function aRuntime(answers: boolean) {
  const seen = {
    now: "first" as string | undefined,
    answers,
    killed: [] as string[],
    gaveUp: false,
    written: undefined as number | undefined,
  };
  const watchdog = watch({
    silenceMs: 4000,
    current: () => seen.now,
    written: () => seen.written,
    ask: () => (seen.answers ? Promise.resolve(true) : new Promise(() => undefined)),
    kill: (runtime) => void seen.killed.push(runtime),
    giveUp: () => void (seen.gaveUp = true),
  });
  return Object.assign(seen, watchdog);
}

it("kills a runtime that has answered and then falls silent, after the silence allowed and not before", async () => {
  const runtime = aRuntime(true);
  await vi.advanceTimersByTimeAsync(10_000);
  runtime.answers = false;
  await vi.advanceTimersByTimeAsync(4000);
  expect(runtime.killed).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(runtime.killed).toEqual(["first"]);
});

it("gives a runtime that was started anew the time to come up", async () => {
  const runtime = aRuntime(true);
  await vi.advanceTimersByTimeAsync(2000);
  runtime.answers = false;
  runtime.now = "second";
  await vi.advanceTimersByTimeAsync(25_000);
  expect(runtime.killed).toEqual([]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(runtime.killed).toEqual(["second"]);
});

it("takes one late question after a sleep of the machine for nothing", async () => {
  const runtime = aRuntime(true);
  await vi.advanceTimersByTimeAsync(2000);
  vi.setSystemTime(Date.now() + 3_600_000);
  await vi.advanceTimersByTimeAsync(2000);
  expect(runtime.killed).toEqual([]);
});

it("gives up where no runtime comes", async () => {
  const runtime = aRuntime(true);
  await vi.advanceTimersByTimeAsync(2000);
  runtime.now = undefined;
  runtime.answers = false;
  await vi.advanceTimersByTimeAsync(35_000);
  expect(runtime).toMatchObject({ killed: [], gaveUp: true });
});

it("leaves a runtime alone that is too busy to answer, as long as it goes on writing, and a minute at most", async () => {
  const runtime = aRuntime(true);
  runtime.written = 1;
  await vi.advanceTimersByTimeAsync(2000);
  runtime.answers = false;
  const writing = setInterval(() => runtime.written!++, 500);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(runtime.killed).toEqual([]);
  clearInterval(writing);
  await vi.advanceTimersByTimeAsync(3000);
  expect(runtime.killed).toEqual([]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(runtime.killed).toEqual(["first"]);
  setInterval(() => runtime.written!++, 500);
  runtime.answers = true;
  await vi.advanceTimersByTimeAsync(5000);
  runtime.answers = false;
  await vi.advanceTimersByTimeAsync(55_000);
  expect(runtime.killed).toEqual(["first"]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(runtime.killed).toEqual(["first", "first"]);
});
