/** A run as the lists show it: what a lane reports to the workflow's Monitor, and what that answers. */
import type { RunId, VersionId } from "../ids.ts";

export const runStatuses = ["In Progress", "Waiting", "Success", "Failed"] as const;
export const runTypes = ["API", "Schedule", "Event"] as const;
export const runModes = ["sync", "async", "push"] as const;
export type RunType = (typeof runTypes)[number];

export interface RunRow {
  readonly runId: RunId;
  readonly status: (typeof runStatuses)[number];
  /** What started it. */
  readonly type: RunType;
  /** The name of the API key, schedule or trigger that started it, or of the person who ran it again. */
  readonly source: string;
  readonly mode: (typeof runModes)[number];
  readonly versionId: VersionId;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** The response time; null while the run is in progress. */
  readonly durationMs: number | null;
  readonly nodesExecuted: number;
  /** Why it failed, and the name of the node that is to blame, where one is. */
  readonly error: { readonly code: string; readonly message: string; readonly node: string | null } | null;
  /** The run that this one repeats. */
  readonly rerunOf: RunId | null;
}

/** One call of a model. */
export interface ModelRunRow {
  readonly requestId: string;
  readonly runId: RunId;
  readonly node: string;
  readonly model: string;
  readonly connection: string;
  readonly status: "In Progress" | "Success" | "Failed";
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly durationMs: number | null;
  readonly firstTokenMs: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}
