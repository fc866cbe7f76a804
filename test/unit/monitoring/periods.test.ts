import fc from "fast-check";
import { expect, it } from "vitest";
import { cover, levelOf, levels, retentionFloor, stepFor } from "../../../flow/monitoring/periods.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

it("covers any range without gaps and overlaps, by pieces that begin where they should", () => {
  const range = fc.tuple(fc.nat(100 * dayMs), fc.nat(40 * dayMs), fc.integer({ min: 0, max: levels.length - 1 }));
  fc.assert(
    fc.property(range, ([from, length, top]) => {
      const spans = cover(from, from + length, top);
      let at = from;
      for (const span of spans) {
        expect(span.from).toBe(at);
        expect(span.to).toBeGreaterThan(span.from);
        if (span.level === null) expect(span.to - span.from).toBeLessThan(2 * minuteMs);
        else expect([span.from % levels[span.level]!, span.to % levels[span.level]!]).toEqual([0, 0]);
        at = span.to;
      }
      expect(at).toBe(from + length);
    }),
  );
});

it.each([
  [hourMs, minuteMs],
  [6 * hourMs, 5 * minuteMs],
  [dayMs, 15 * minuteMs],
  [7 * dayMs, 2 * hourMs],
  [30 * dayMs, 12 * hourMs],
  [365 * dayMs, 7 * dayMs],
])("charts %d ms in steps of %d ms", (length, step) => {
  const to = Date.UTC(2026, 10, 22, 17, 3);
  expect(stepFor(to - length, to)).toBe(step);
  expect(step % levels[levelOf(step)]!).toBe(0);
});

it("never charts more than 120 points", () => {
  fc.assert(
    fc.property(fc.nat(dayMs), fc.integer({ min: 1, max: 366 * dayMs }), (from, length) => {
      const step = stepFor(from, from + length);
      expect(Math.ceil((from + length) / step) - Math.floor(from / step)).toBeLessThanOrEqual(120);
    }),
  );
});

it("forgets whole days", () => {
  expect(new Date(retentionFloor(Date.UTC(2026, 10, 22, 17, 3), 30)).toISOString()).toBe("2026-10-23T00:00:00.000Z");
});
