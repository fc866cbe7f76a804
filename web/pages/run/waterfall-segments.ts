/** Where the bars of a timeline lie: what was work, what was waiting, and which tries there were. */
import type { RunStep } from "../../base/api/runs.ts";

export interface Segment {
  /** Parts of the whole, 0 to 1. */
  readonly from: number;
  readonly to: number;
  readonly kind: "work" | "wait";
}

/** The time that a timeline spans, in epoch milliseconds. */
export interface Span {
  readonly begin: number;
  readonly end: number;
}

/** From the run's beginning to its end, or to now; never empty. */
export function spanOf(run: { startedAt: string; endedAt: string | null; steps: readonly RunStep[] }, now: number): Span {
  const begin = Date.parse(run.startedAt);
  const last = Math.max(...run.steps.map((step) => Date.parse(step.endedAt ?? step.startedAt)), begin);
  return { begin, end: Math.max(run.endedAt === null ? Math.max(now, last) : Date.parse(run.endedAt), last, begin + 1) };
}

/** A step's tries, the waits inside of them, and the pauses between them. */
export function segmentsOf({ tries, startedAt, endedAt }: RunStep, { begin, end }: Span): Segment[] {
  const part = (at: number) => Math.max(0, Math.min(1, (at - begin) / (end - begin)));
  const over = endedAt === null ? end : Date.parse(endedAt);
  const segments: Segment[] = [];
  const add = (kind: Segment["kind"], from: number, to: number) => {
    if (to > from) segments.push({ kind, from: part(from), to: part(to) });
  };
  let before: number | undefined;
  for (const each of tries) {
    const [first, last] = [Date.parse(each.startedAt), each.endedAt === null ? over : Date.parse(each.endedAt)];
    if (before !== undefined) add("wait", before, first);
    const waits = each.waitingSince === null ? last : Date.parse(each.waitingSince);
    add("work", first, waits);
    add("wait", waits, last);
    before = last;
  }
  // Between two tries, when the next one is still to come.
  if (before !== undefined && endedAt === null && before < end) add("wait", before, end);
  if (segments.length === 0) segments.push({ kind: "work", from: part(Date.parse(startedAt)), to: part(over) });
  return segments;
}

/** Round times at which to draw a line: at most four after the beginning. */
export function ticksOf({ begin, end }: Span): readonly { readonly at: number; readonly ms: number }[] {
  const length = end - begin;
  const step = steps.find((each) => length / each <= 4) ?? Math.ceil(length / 4 / day) * day;
  const count = Math.floor(length / step);
  return Array.from({ length: count + 1 }, (_, turn) => ({ at: (turn * step) / length, ms: turn * step }));
}

const day = 86_400_000;
const steps = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 3, 6, 12].map((hours) => hours * 3_600_000),
  day,
];
