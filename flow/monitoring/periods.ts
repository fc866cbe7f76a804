/**
 * Time in pieces. Rollups are kept for pieces of four lengths, each a multiple of the one before; a range is covered by
 * the longest that fit, and what is left at its ends is read from the rows. All of it counts from the epoch, in UTC.
 */
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Lengths of the pieces that have rollups. */
export const levels = [minuteMs, 15 * minuteMs, 2 * hourMs, 12 * hourMs] as const;

/** Lengths of a chart's steps: each is a multiple of a piece. */
const steps = [1, 2, 5, 15, 30, 60, 120, 240, 720, 1440, 3 * 1440, 7 * 1440, 30 * 1440].map((minutes) => minutes * minuteMs);
const maxPoints = 120;

/** The shortest step with which a range has at most 120 points. */
export function stepFor(from: number, to: number): number {
  return steps.find((step) => Math.ceil(to / step) - Math.floor(from / step) <= maxPoints) ?? steps.at(-1)!;
}

/** The number of the longest piece of which a step is made. */
export function levelOf(stepMs: number): number {
  return levels.findLastIndex((length) => stepMs % length === 0);
}

/** Rollups of one level from `from` to before `to`, or rows where the level is null. */
export interface Span {
  readonly level: number | null;
  readonly from: number;
  readonly to: number;
}

/** The range without gaps and overlaps, in order, by pieces of at most `top`. */
export function cover(from: number, to: number, top: number): Span[] {
  if (from >= to) return [];
  if (top < 0) return [{ level: null, from, to }];
  const length = levels[top]!;
  const first = Math.ceil(from / length) * length;
  const last = Math.floor(to / length) * length;
  if (first >= last) return cover(from, to, top - 1);
  return [...cover(from, first, top - 1), { level: top, from: first, to: last }, ...cover(last, to, top - 1)];
}

/** The beginning of the day before which everything is older than `days` whole days. */
export function retentionFloor(now: number, days: number): number {
  return Math.floor(now / dayMs) * dayMs - days * dayMs;
}
