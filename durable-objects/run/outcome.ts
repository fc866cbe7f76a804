import type { Place } from "#flow/engine/place.ts";
import type { Plan } from "#flow/engine/plan.ts";
import type { RunCommand } from "#flow/engine/types.ts";
import type { RunError } from "#flow/problems/node-error.ts";
import { mergeEnds } from "#flow/model/merge-ends.ts";
import { shapeOutput } from "#flow/model/shape-output.ts";
import type { RunWarning } from "../protocols/run.ts";

/** What a run came to; stored as JSON in its row. */
export interface RunOutcome {
  readonly output: unknown;
  readonly error: RunError | null;
  /** Those of the input, of the steps and of the output. */
  readonly warnings: readonly RunWarning[];
}

/** Puts the outputs of the Ends that were reached together. A failed run has no output. */
export function outcomeOf(
  plan: Plan,
  finish: Extract<RunCommand, { kind: "finish" }>,
  earlier: readonly RunWarning[],
  outputOf: (place: Place) => unknown,
): RunOutcome {
  if (finish.status === "Failed") return { output: null, error: finish.error ?? null, warnings: earlier };
  const { output, warnings } = shapeOutput(plan.outputs, mergeEnds(finish.ends.map(outputOf)));
  return { output, error: null, warnings: [...earlier, ...warnings] };
}
