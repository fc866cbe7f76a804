import type { runRoutes } from "#flow/contract/runs.ts";
import type { AnswerOf } from "#flow/contract/route.ts";
import type { testRunRoutes } from "#flow/contract/test-runs.ts";
import type { RunDetail, StepReport } from "#objects/protocols/run-detail.ts";
import { isoTime, isoTimeOrNull } from "../frame/times.ts";

type Step = AnswerOf<typeof testRunRoutes.getTestRun>["steps"][number];
type WholeStep = AnswerOf<typeof runRoutes.getRun>["steps"][number];

/** What runs on the canvas and runs of deployed versions have in common. */
export function detailOnWire<AStep>({ report, input, nodesExecuted, steps }: RunDetail, stepOnWire: (step: StepReport) => AStep) {
  return { ...report, warnings: [...report.warnings], input, nodesExecuted, steps: steps.map(stepOnWire) };
}

export function stepOnWire(step: StepReport): Step {
  const { place, nodeId, name, type, status, attempts, startedAt, endedAt, durationMs, outcome, input, output, error, logs } = step;
  return {
    place,
    nodeId,
    name,
    type,
    status,
    attempts,
    startedAt: isoTime(startedAt),
    endedAt: isoTimeOrNull(endedAt),
    durationMs,
    outcome,
    input,
    output,
    error,
    logs: [...logs],
  };
}

/** The same with its tries and waiting times. */
export function wholeStepOnWire(step: StepReport): WholeStep {
  return {
    ...stepOnWire(step),
    tries: step.tries.map(({ startedAt, waitingSince, endedAt, error }) => ({
      startedAt: isoTime(startedAt),
      waitingSince: isoTimeOrNull(waitingSince),
      endedAt: isoTimeOrNull(endedAt),
      error,
    })),
    waitedMs: step.waitedMs,
    dueAt: isoTimeOrNull(step.dueAt),
    tooLarge: { ...step.tooLarge },
    copiedFrom: step.copiedFrom,
  };
}
