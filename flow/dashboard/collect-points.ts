import { Points } from "../monitoring/quantiles.ts";
import { readPoints } from "./point-text.ts";

/** Milliseconds up to which values are counted in place: nearly all response times. */
const dense = 65_536;
/** Fewer characters than this are not worth such a table. */
const manyChars = 100_000;

/**
 * The points of texts that `writePoints` wrote, thrown together. Those of a thousand workflows are millions, of few
 * different values: equal ones are counted together first, so that they take no room.
 */
export function collectPoints(texts: readonly string[]): Points {
  const points = new Points();
  const chars = texts.reduce((sum, { length }) => sum + length, 0);
  if (chars < manyChars) {
    for (const text of texts) readPoints(text, (value, weight) => points.add(value, weight));
    return points;
  }
  const counts = new Float64Array(dense);
  for (const text of texts)
    readPoints(text, (value, weight) => {
      if (value < dense) counts[value]! += weight;
      else points.add(value, weight);
    });
  counts.forEach((weight, value) => {
    if (weight > 0) points.add(value, weight);
  });
  return points;
}
