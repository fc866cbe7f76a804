import type { At, Evaluated, Run } from "./check-run.ts";
import type { Resource } from "./resources.ts";

/** Whether the value passes; notes faults in `run` and what was looked at in `seen`. */
export type Check = (value: unknown, at: At | null, run: Run, seen: Evaluated) => boolean;

/** A compiled schema. `late`: checks that need to know what all others have looked at. */
export interface Node {
  readonly resource: Resource;
  readonly checks: Check[];
  readonly late: Check[];
  /** Schemas applied to the very same value. */
  readonly inPlace: Node[];
}
