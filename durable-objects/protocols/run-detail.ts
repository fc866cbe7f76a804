/** A run with its steps, as its page shows it. */
import type { Place } from "#flow/engine/place.ts";
import type { RunId, VersionId } from "#flow/ids.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import type { RunMode, RunReport } from "./run.ts";

/** One try of a step. Times are epoch milliseconds. */
export interface StepTry {
  readonly startedAt: number;
  /** Since when nothing was done but to wait for a time or an answer; null where it never waited. */
  readonly waitingSince: number | null;
  readonly endedAt: number | null;
  readonly error: StepReport["error"];
}

/** A step of a run as its log shows it. Times are epoch milliseconds. */
export interface StepReport {
  readonly place: Place;
  readonly nodeId: string;
  readonly name: string;
  readonly type: string;
  readonly status: "In Progress" | "Waiting" | "Success" | "Failed" | "Cancelled";
  readonly attempts: number;
  readonly tries: readonly StepTry[];
  /** How long the finished part only waited: within tries and between them. */
  readonly waitedMs: number;
  /** When it goes on or gives up waiting; null where it does not wait, or without end. */
  readonly dueAt: number | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly durationMs: number | null;
  readonly outcome: string | null;
  readonly input: unknown;
  readonly output: unknown;
  /** Which values were left out, and the length of their JSON. */
  readonly tooLarge: { readonly input?: number; readonly output?: number };
  readonly error: { readonly code: string; readonly message: string; readonly suggestion?: string } | null;
  readonly logs: readonly string[];
  /** The run that the step was copied from, instead of being run; it has no tries then. */
  readonly copiedFrom: RunId | null;
}

/** A run with all its steps, in the order of their starts. */
export interface RunDetail {
  readonly report: RunReport;
  /** As lists show it; null for a run on the canvas, which no list shows. */
  readonly row: RunRow | null;
  readonly mode: RunMode;
  /** What started it: for a test run, the id of the person. */
  readonly source: string;
  readonly versionId: VersionId;
  readonly requestId: string;
  /** When the workflow's timeout ends it; null without one. */
  readonly timeoutAt: number | null;
  /** Set where the report's output was left out: the length of its JSON. */
  readonly outputTooLarge: number | null;
  readonly input: unknown;
  readonly nodesExecuted: number;
  readonly steps: readonly StepReport[];
}
