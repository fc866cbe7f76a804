/** The state of a run, as a lane reports it. */
import type { RunError } from "#flow/problems/node-error.ts";
import type { RunId } from "#flow/ids.ts";

/** `test` is a run on the canvas: of a draft, kept for a while, not monitored. */
export type RunMode = "sync" | "async" | "push" | "test";
export type RunStatus = "In Progress" | "Waiting" | "Success" | "Failed";

export interface RunWarning {
  readonly path: string;
  readonly message: string;
}

/** What a poll answers and a push delivers. */
export interface RunReport {
  readonly runId: RunId;
  readonly status: RunStatus;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly durationMs: number | null;
  readonly output: unknown;
  readonly warnings: readonly RunWarning[];
  readonly error: RunError | null;
}
