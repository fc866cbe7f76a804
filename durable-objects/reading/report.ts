import type { RunHead } from "../lane/lane-store.ts";
import type { RunOutcome } from "../run/outcome.ts";
import type { RunReport, RunStatus } from "../lane/protocol.ts";

/** A finished run. */
export function reportOf(head: RunHead, status: RunStatus, endedAt: number, { output, error, warnings }: RunOutcome): RunReport {
  return {
    runId: head.id,
    status,
    startedAt: new Date(head.startedAt).toISOString(),
    endedAt: new Date(endedAt).toISOString(),
    durationMs: endedAt - head.startedAt,
    output,
    warnings,
    error,
  };
}

/** A run in progress or waiting. */
export function liveReport(head: RunHead, status: RunStatus): RunReport {
  return {
    runId: head.id,
    status,
    startedAt: new Date(head.startedAt).toISOString(),
    endedAt: null,
    durationMs: null,
    output: null,
    warnings: head.warnings,
    error: null,
  };
}

/** A run as in its row. */
export function storedReport(head: RunHead): RunReport {
  if (head.endedAt === null || head.result === null) return liveReport(head, head.status);
  // Written by LiveRun from a RunOutcome.
  return reportOf(head, head.status, head.endedAt, JSON.parse(head.result) as RunOutcome);
}
