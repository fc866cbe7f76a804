import fc from "fast-check";
import { expect, it } from "vitest";
import { Points } from "../../../flow/monitoring/quantiles.ts";
import {
  addToSketch,
  eachPoint,
  emptySketch,
  rankError,
  readSketch,
  writeSketch,
  type RankSketch,
} from "../../../flow/monitoring/rank-sketch.ts";

/** Whole milliseconds, as adversarial as response times can be: each makes its n-th value from chance in [0, 1). */
const distributions: Readonly<Record<string, (n: number, chance: number) => number>> = {
  constant: () => 37,
  "two values": (_, chance) => (chance < 0.9 ? 10 : 900_000),
  "two values around the 99th percentile": (_, chance) => (chance < 0.989 ? 10 : 11),
  "narrow band": (_, chance) => 1_000_000 + Math.floor(chance * 20),
  "whole numbers": (_, chance) => Math.floor(chance * 1000),
  "heavy tail": (_, chance) => Math.floor(Math.min(1e12, 5 / (1 - chance) ** 3)),
  rising: (n) => n,
  falling: (n) => 1_000_000 - n,
  "from both ends": (n) => (n % 2 === 0 ? n : 1_000_000 - n),
  "a level that drifts": (n, chance) => Math.floor(n / 500) * 100 + Math.floor(chance * 120),
  "one heavy value in a wide range": (_, chance) => (chance < 0.3 ? 5_000 : Math.floor(((chance - 0.3) / 0.7) * 1e9)),
};

function sketchOf(values: readonly number[], batch: number): RankSketch {
  let sketch = emptySketch();
  for (let at = 0; at < values.length; at += batch) {
    const part = values.slice(at, at + batch).toSorted((a, b) => a - b);
    // As it is kept: written and read between any two batches.
    sketch = readSketch(writeSketch(addToSketch(sketch, part, Math.min(values.length, at + batch))));
  }
  return sketch;
}

/** How far the rank of `given` is from the wanted one, as a share of all values. */
function errorOf(sorted: readonly number[], quantile: number, given: number): number {
  const wanted = Math.ceil(quantile * sorted.length - 1e-9);
  const first = sorted.findIndex((value) => value >= given);
  const below = first === -1 ? sorted.length : first;
  const upTo = sorted.findLastIndex((value) => value <= given) + 1;
  return Math.max(0, below + 1 - wanted, wanted - upTo) / sorted.length;
}

function largestError(sketches: readonly RankSketch[], values: readonly number[], quantiles: readonly number[]): number {
  const points = new Points();
  for (const sketch of sketches) eachPoint(sketch, (value, weight) => points.add(value, weight));
  const sorted = values.toSorted((a, b) => a - b);
  const given = points.quantiles(values.length, quantiles);
  return Math.max(...quantiles.map((quantile, i) => errorOf(sorted, quantile, given[i]!)));
}

const many = [0.01, 0.1, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

function chances(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647);
}

it.each(Object.entries(distributions))("keeps every rank within 0.8 per cent: %s", (_name, of) => {
  for (const count of [50, 1_000, 40_000]) {
    const values = chances(count, count).map((chance, n) => of(n, chance));
    for (const batch of [7, 500]) expect(largestError([sketchOf(values, batch)], values, many)).toBeLessThanOrEqual(rankError);
  }
});

it("keeps the bound for any mixture of sketches, of any sizes, without making a new one", () => {
  const names = Object.keys(distributions);
  const part = fc.record({
    name: fc.constantFrom(...names),
    count: fc.oneof(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 6_000 })),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    batch: fc.constantFrom(1, 13, 300),
  });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
      const sets = parts.map(({ name, count, seed }) => chances(count, seed).map((chance, n) => distributions[name]!(n, chance)));
      const sketches = sets.map((values, i) => sketchOf(values, parts[i]!.batch));
      expect(largestError(sketches, sets.flat(), [0.9, 0.99])).toBeLessThanOrEqual(rankError);
    }),
    { numRuns: 60 },
  );
});

it("is exact as long as it holds few values or few different ones, and takes single values away again", () => {
  const few = chances(100, 3).map((chance) => Math.floor(chance * 1e9));
  expect(largestError([sketchOf(few, 10)], few, many)).toBe(0);
  const repeated = chances(50_000, 4).map((chance) => Math.floor(chance * 40) * 1000);
  expect(largestError([sketchOf(repeated, 100)], repeated, many)).toBe(0);
  const points = new Points();
  eachPoint(sketchOf(few, 10), (value, weight) => points.add(value, weight));
  const [gone, ...rest] = few.toSorted((a, b) => b - a);
  points.add(gone!, -1);
  expect(points.quantiles(rest.length, [1])).toEqual([rest[0]]);
});

it("stays small: some kilobytes for a million values", () => {
  const values = chances(1_000_000, 5).map((chance) => Math.floor(20 / (1 - chance)));
  const sketch = sketchOf(values, 20_000);
  expect(writeSketch(sketch).length).toBeLessThan(4_096);
  expect(largestError([sketch], values, many)).toBeLessThanOrEqual(rankError);
});

it("answers null for nothing", () => {
  expect(new Points().quantiles(0, [0.9, 0.99])).toEqual([null, null]);
});

it("finds the right value whatever its size, up to the largest whole number", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.maxSafeNat(), fc.nat(300)), { minLength: 1, maxLength: 200 }),
      fc.constantFrom(0.5, 0.9, 0.99),
      (values, quantile) => {
        const points = new Points();
        for (const value of values) points.add(value, 1);
        const sorted = values.toSorted((a, b) => a - b);
        expect(points.quantiles(values.length, [quantile])).toEqual([sorted[Math.ceil(quantile * values.length - 1e-9) - 1]]);
      },
    ),
  );
});
