import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collectPoints } from "#flow/dashboard/collect-points.ts";
import { readPoints, writePoints, type WeightedValue } from "#flow/dashboard/point-text.ts";
import { stepsOf } from "#flow/dashboard/ranges.ts";
import { Points } from "#flow/monitoring/quantiles.ts";

const read = (text: string): WeightedValue[] => {
  const points: WeightedValue[] = [];
  readPoints(text, (value, weight) => points.push([value, weight]));
  return points;
};

describe("the text of a distribution", () => {
  it("is exact for as many values as it has room for", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(2 ** 40), { maxLength: 100 }), fc.integer({ min: 1, max: 2_000 }), (values, weight) => {
        const points = values.toSorted((a, b) => a - b).map((value): WeightedValue => [value, weight / 2]);
        expect(read(writePoints(points))).toEqual(points);
      }),
    );
  });

  it("is read together with others, a space between them", () => {
    expect(
      read(
        `${writePoints([[5, 1]])} ${writePoints([
          [2, 3],
          [90, 1],
        ])}`,
      ),
    ).toEqual([
      [5, 1],
      [2, 3],
      [90, 1],
    ]);
  });

  it("gives the same quantiles where so much comes together that equal values are counted first", () => {
    const random = mulberry(3);
    const texts = Array.from({ length: 400 }, () =>
      writePoints(Array.from({ length: 100 }, (): WeightedValue => [Math.round(1_000 * Math.exp(6 * random())), 1])),
    );
    const count = texts.reduce((sum, text) => sum + read(text).reduce((all, [, weight]) => all + weight, 0), 0);
    const apart = new Points();
    for (const text of texts) readPoints(text, (value, weight) => apart.add(value, weight));
    expect(texts.join("").length).toBeGreaterThan(100_000);
    expect(collectPoints(texts).quantiles(count, [0.5, 0.9, 0.99])).toEqual(apart.quantiles(count, [0.5, 0.9, 0.99]));
  });

  it("holds nothing that JSON writes in two characters", () => {
    const text = writePoints(Array.from({ length: 100 }, (_, i): WeightedValue => [i * i * 977, i + 1]));
    expect(JSON.stringify(text)).toHaveLength(text.length + 2);
    expect(text.length).toBeLessThan(600);
  });

  it("keeps the ranks of many workflows and days within one in a hundred", () => {
    // A few slow workflows among many quick ones, each with its own spread.
    const random = mulberry(7);
    const all: number[] = [];
    const points = new Points();
    for (let workflow = 0; workflow < 60; workflow++) {
      const typical = workflow % 10 === 0 ? 20_000 : 40 + workflow;
      const values = Array.from({ length: 50 + workflow * 20 }, () => Math.round(typical * Math.exp(1.2 * (random() + random() - 1))));
      all.push(...values);
      readPoints(writePoints(values.map((value) => [value, 1])), (value, weight) => points.add(value, weight));
    }
    all.sort((a, b) => a - b);
    for (const quantile of [0.5, 0.9, 0.99]) {
      const [value] = points.quantiles(all.length, [quantile]);
      const below = all.filter((each) => each < value!).length / all.length;
      const upTo = all.filter((each) => each <= value!).length / all.length;
      expect(below - 0.01).toBeLessThanOrEqual(quantile);
      expect(upTo + 0.01).toBeGreaterThanOrEqual(quantile);
    }
  });
});

describe("a range of the dashboard", () => {
  it("is made of whole hours or days, the running one last", () => {
    const now = Date.UTC(2026, 10, 22, 17, 30);
    expect(stepsOf("24h", now)).toEqual({ step: "hour", stepMs: 3_600_000, steps: 24, from: Date.UTC(2026, 10, 21, 18) });
    expect(stepsOf("7d", now)).toMatchObject({ step: "day", steps: 7, from: Date.UTC(2026, 10, 16) });
    expect(stepsOf("30d", now)).toMatchObject({ step: "day", steps: 30, from: Date.UTC(2026, 9, 24) });
  });
});

/** A random generator whose numbers are the same in every run. */
function mulberry(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
