import type { RunError } from "#flow/problems/node-error.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import type { RunHead, RunProgress } from "../run/run-head.ts";
import type { RunOutcome } from "../run/outcome.ts";

/** A run as lists show it; undefined for one on the canvas, which no list shows. */
export function feedRow(
  { id, mode, type, source, versionId, startedAt, rerunOf }: RunHead,
  { status, endedAt, nodesExecuted }: Pick<RunProgress, "status" | "endedAt" | "nodesExecuted">,
  error: RunError | null,
): RunRow | undefined {
  if (mode === "test") return undefined;
  return {
    runId: id,
    status,
    type,
    source,
    mode,
    versionId,
    startedAt,
    endedAt,
    durationMs: endedAt === null ? null : endedAt - startedAt,
    nodesExecuted,
    error: error && { code: error.code, message: error.message, node: error.node ?? null },
    rerunOf,
  };
}

/** The same from what is stored. */
export function storedFeedRow(head: RunHead): RunRow | undefined {
  // Written by LiveRun from a RunOutcome.
  const outcome = head.status === "Failed" && head.result !== null ? (JSON.parse(head.result) as RunOutcome) : undefined;
  return feedRow(head, head, outcome?.error ?? null);
}
