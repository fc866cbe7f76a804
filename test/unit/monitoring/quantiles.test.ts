import { expect, it } from "vitest";
import { Points } from "#flow/monitoring/quantiles.ts";

/** Whole numbers that differ in size as response times do. */
function times(count: number, distinct: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.floor(1.01 ** (((i * 7919) % distinct) % 1500)) + ((i * 7919) % distinct));
}

it("answers what sorting all values answers, whatever their number", () => {
  for (const [count, distinct] of [
    [1, 1],
    [64, 64],
    [65, 3],
    [5_000, 40],
    [20_000, 20_000],
  ] as const) {
    const values = times(count, distinct);
    const points = new Points();
    for (const value of values) points.add(value, 1);
    const sorted = values.toSorted((a, b) => a - b);
    const wanted = [0.1, 0.5, 0.9, 0.99, 1];
    expect(points.quantiles(count, wanted)).toEqual(wanted.map((share) => sorted[Math.ceil(share * count) - 1]));
  }
});

it("takes values away again, and takes in those of others", () => {
  const some = new Points();
  const all = new Points();
  for (const value of times(3_000, 500)) {
    some.add(value, 1);
    some.add(value * 1000, 1);
    some.add(value * 1000, -1);
    all.add(value, 2);
  }
  const both = new Points();
  both.addAll(some);
  both.addAll(some);
  expect(both.quantiles(6_000, [0.5, 0.9])).toEqual(all.quantiles(6_000, [0.5, 0.9]));
});

it("needs room for the values that differ, not for each run", () => {
  const points = new Points();
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 1_000_000; i++) points.add(i % 1_000, 1);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
  expect(points.quantiles(1_000_000, [0.5])).toEqual([499]);
});
