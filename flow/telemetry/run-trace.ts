/** The part of a finished run that its lane returns for a trace. Times are epoch milliseconds. */
import type { Place } from "../engine/place.ts";
import type { RunId, VersionId, WorkflowId } from "../ids.ts";
import type { ModelRunRow, RunRow } from "../monitoring/run-row.ts";

/** One try of one node. */
export interface TracedAttempt {
  readonly place: Place;
  readonly nodeId: string;
  readonly name: string;
  readonly type: string;
  /** From 1. */
  readonly attempt: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly status: "Success" | "Failed" | "Cancelled";
  readonly outcome: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  /** What the settings resolved to, and what came of it; secrets in them are masked. */
  readonly input: unknown;
  readonly output: unknown;
}

export interface RunTrace {
  readonly runId: RunId;
  readonly workflowId: WorkflowId;
  readonly versionId: VersionId;
  readonly mode: RunRow["mode"];
  readonly requestId: string;
  readonly status: "Success" | "Failed";
  readonly startedAt: number;
  readonly endedAt: number;
  readonly error: { readonly code: string; readonly message: string; readonly node?: string } | null;
  readonly input: unknown;
  readonly output: unknown;
  readonly attempts: readonly TracedAttempt[];
  /** Tries beyond those that one trace takes. */
  readonly omitted: number;
}

/** Other facts about a run: where it comes from, and its model calls. */
export interface TraceContext {
  readonly workflowName: string;
  readonly type: RunRow["type"];
  readonly source: string;
  readonly modelRuns: readonly ModelRunRow[];
}
