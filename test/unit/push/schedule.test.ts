import fc from "fast-check";
import { expect, it } from "vitest";
import { nextAttempt } from "#flow/push/schedule.ts";

const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;

it("waits 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 14 h, and then gives up", () => {
  const waits = Array.from({ length: 9 }, (_, i) => nextAttempt(i + 1, 0.5));
  expect(waits).toEqual([5 * seconds, 5 * minutes, 30 * minutes, 2 * hours, 5 * hours, 10 * hours, 14 * hours, null, null]);
});

it("spreads by a tenth either way and never puts a wait before the one that precedes it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
      const delay = nextAttempt(attempt, random)!;
      const middle = nextAttempt(attempt, 0.5)!;
      expect(Math.abs(delay - middle)).toBeLessThanOrEqual(middle / 10);
      expect(delay).toBeGreaterThan(attempt === 1 ? 0 : nextAttempt(attempt - 1, 0.999)!);
    }),
  );
});
