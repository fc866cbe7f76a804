import { type Run, type RunStep, runs } from "../../base/api/runs.ts";

/** A value that is too large to come with its run. */
export interface LargeValue {
  /** The length of its JSON. */
  readonly chars: number;
  fetch(): Promise<unknown>;
}

/** The run's own value, or a step's, where it was left out for its size; undefined where it came with the run. */
export function largeValueOf(workflowId: string, run: Run, of: "input" | "output", step?: RunStep): LargeValue | undefined {
  const left: { input?: number | undefined; output?: number | undefined } = (step ?? run).tooLarge;
  const chars = left[of];
  return chars === undefined ? undefined : { chars, fetch: () => runs.value(workflowId, run.runId, of, step?.place) };
}
