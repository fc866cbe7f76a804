import type { WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import type { RunTrace, TracedAttempt } from "#flow/telemetry/run-trace.ts";
import type { RunDetail, StepReport } from "../protocols/run-detail.ts";

/**
 * A finished run as its lane returns it, try by try; undefined if it is not a run of a deployed version or has not
 * finished.
 */
export function traceOf(workflowId: WorkflowId, detail: RunDetail): RunTrace | undefined {
  const { report, mode, versionId, requestId, input, steps } = detail;
  const { runId, status, startedAt, endedAt, output, error } = report;
  if (mode === "test" || endedAt === null || (status !== "Success" && status !== "Failed")) return undefined;
  const all = steps.flatMap((step) => attemptsOf(step, Date.parse(endedAt))).toSorted((a, b) => a.startedAt - b.startedAt);
  return {
    runId,
    workflowId,
    versionId,
    mode,
    requestId,
    status,
    startedAt: Date.parse(startedAt),
    endedAt: Date.parse(endedAt),
    error,
    input,
    output,
    attempts: all.slice(0, limits.maxTraceAttempts),
    omitted: Math.max(0, all.length - limits.maxTraceAttempts),
  };
}

function attemptsOf(step: StepReport, runEndedAt: number): TracedAttempt[] {
  const { place, nodeId, name, type, tries } = step;
  return tries.map(({ startedAt, endedAt, error }, index) => {
    const isLast = index === tries.length - 1;
    // Only the last try decided how the step ended, and only its values are kept.
    const status = !isLast ? "Failed" : step.status === "Success" || step.status === "Failed" ? step.status : "Cancelled";
    return {
      place,
      nodeId,
      name,
      type,
      attempt: index + 1,
      startedAt,
      endedAt: endedAt ?? runEndedAt,
      status,
      outcome: isLast ? step.outcome : null,
      error: error ?? (isLast ? step.error : null),
      input: isLast ? step.input : null,
      output: isLast ? step.output : null,
    };
  });
}
