/** What is known of a run that was recorded, as far as another run can build on it. Times are epoch milliseconds. */
import type { Place } from "../engine/place.ts";
import type { NodeResult } from "../nodes/node.ts";

/** How a step came out for good. */
export interface RecordedStep {
  readonly nodeId: string;
  /** Which items of the loops around it, as `iterationOf` says; left out by builds that knew no places. */
  readonly iteration?: string;
  readonly result: Exclude<NodeResult, { readonly kind: "wait" }>;
  /** True if the run continued after it: it succeeded, or failed and took its failure path. */
  readonly isPassed: boolean;
  readonly attempts: number;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface RecordedRun {
  /** The steps that started, whatever their result. */
  readonly begun: ReadonlySet<Place>;
  readonly steps: ReadonlyMap<Place, RecordedStep>;
}

/** What stands in place of a secret in everything that is recorded. */
const mark = "•••";

/** Whether a value holds the mark in place of a secret. */
export function holdsMark(value: unknown): boolean {
  if (typeof value === "string") return value.includes(mark);
  return typeof value === "object" && value !== null && (JSON.stringify(value) ?? "").includes(mark);
}
