/** A point of a calibration: what a head's sum means as a risk score from 0 to 1. Both rise from point to point. */
export type Knot = readonly [sum: number, score: number];

/** The risk score of a sum, by straight lines between the knots. */
export function calibrate(sum: number, knots: readonly Knot[]): number {
  let [before, low] = knots[0] ?? [0, 0];
  if (sum <= before) return low;
  for (const [at, score] of knots) {
    if (sum <= at) return low + ((score - low) * (sum - before)) / (at - before || 1);
    [before, low] = [at, score];
  }
  return low;
}
