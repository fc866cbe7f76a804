import fc from "fast-check";
import { expect, it } from "vitest";
import { findText } from "#flow/text/find-text.ts";

it("finds what indexOf finds, in texts of few letters that repeat", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "é", "😀"), minLength: 0, maxLength: 40 });
  const long = fc.tuple(letters, fc.integer({ min: 1, max: 400 })).map(([text, times]) => text.repeat(times));
  fc.assert(
    fc.property(long, letters, long, (before, part, after) => {
      const text = before + part + after;
      for (const each of [part, after, part + after.slice(0, 500), `${after}b`]) expect(findText(text, each)).toBe(text.indexOf(each));
    }),
  );
});

it("takes no longer for texts that are made to be slow", () => {
  const half = "a".repeat(200_000);
  const start = performance.now();
  expect(findText("a".repeat(900_000), `${half}b${half}`)).toBe(-1);
  expect(findText(`${half}${half}b${half}`, `${half}b${half}`)).toBe(200_000);
  expect(performance.now() - start).toBeLessThan(1000);
});
