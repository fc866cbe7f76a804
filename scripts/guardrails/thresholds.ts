import type { Knot } from "#flow/guardrails/models/calibrate.ts";
import { bestWindow, type Linear } from "#flow/guardrails/models/windows.ts";
import { featuresOf } from "./fit.ts";
import type { Row } from "./sources.ts";

/** Sums of a head over rows, the highest first. */
export function sumsOf(head: Linear, list: readonly Row[]): number[] {
  return list.map(({ text }) => bestWindow(head, featuresOf(text)).score).sort((a, b) => b - a);
}

/** The sum that a share of harmless texts is above. */
const above = (sums: readonly number[], share: number) => sums[Math.floor(sums.length * share)] ?? 0;

/** Knots must rise, also where two shares fall on the same row. */
function rising(points: readonly Knot[]): Knot[] {
  let last = -Infinity;
  return points.map(([sum, score]) => {
    last = Math.max(sum, last + 0.05);
    return [Number(last.toFixed(4)), score];
  });
}

/** Risk by how rare a sum is among harmless texts that look dangerous: 0.5 at 1.5 % of them, 0.9 at 0.1 % of all. */
export function knotsByFalsePositives(hard: readonly number[], all: readonly number[]): Knot[] {
  const half = above(hard, 0.015);
  const high = Math.max(above(all, 0.001), half + 1);
  return rising([
    [above(hard, 0.5), 0],
    [above(hard, 0.1), 0.2],
    [half, 0.5],
    [high, 0.9],
    [high + 3, 1],
  ]);
}

/** Risk where both kinds are common: 0.5 where macro-F1 is best over `judged`, 0.9 at 1 % of ordinary texts, at least. */
export function knotsByBalance(
  judged: readonly { readonly sum: number; readonly label: 0 | 1; readonly weight: number }[],
  ordinary: readonly number[],
): Knot[] {
  const half = bestCut(judged);
  const high = Math.max(above(ordinary, 0.01), half + 1);
  return rising([
    [half - 3, 0],
    [half, 0.5],
    [high, 0.9],
    [high + 3, 1],
  ]);
}

function bestCut(judged: readonly { readonly sum: number; readonly label: 0 | 1; readonly weight: number }[]): number {
  const sorted = [...judged].sort((a, b) => b.sum - a.sum);
  const totals = [0, 0];
  for (const { label, weight } of sorted) totals[label] = (totals[label] ?? 0) + weight;
  const [harmless = 0, harmful = 0] = totals;
  let best = { f1: -1, sum: 0 };
  let hits = 0;
  let wrong = 0;
  sorted.forEach(({ sum, label, weight }, k) => {
    if (label === 1) hits += weight;
    else wrong += weight;
    const next = sorted[k + 1]?.sum ?? sum;
    const f1 =
      (2 * hits) / (2 * hits + wrong + (harmful - hits)) / 2 + (harmless - wrong) / (2 * (harmless - wrong) + wrong + (harmful - hits));
    if (f1 > best.f1 && next < sum) best = { f1, sum: (sum + next) / 2 };
  });
  return best.sum;
}
