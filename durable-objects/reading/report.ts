import type { RunHead } from "../run/run-head.ts";
import type { LiveRun } from "../run/live-run.ts";
import type { RunOutcome } from "../run/outcome.ts";
import type { RunReport, RunStatus } from "../protocols/run.ts";

/** A finished run. */
function overReport(head: RunHead, status: RunStatus, endedAt: number, { output, error, warnings }: RunOutcome): RunReport {
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
function openReport(head: RunHead, status: RunStatus): RunReport {
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

/** A run in memory. An end that is not stored yet does not count. */
export function liveReport({ head, status, end }: LiveRun): RunReport {
  return end ? overReport(head, end.status, end.endedAt, end.outcome) : openReport(head, status);
}

/** A run as in its row. */
export function storedReport(head: RunHead): RunReport {
  if (head.endedAt === null || head.result === null) return openReport(head, head.status);
  // Written by LiveRun from a RunOutcome.
  return overReport(head, head.status, head.endedAt, JSON.parse(head.result) as RunOutcome);
}
