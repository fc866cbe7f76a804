import { diffValues } from "#flow/diff/diff-values.ts";
import type { ValueChange } from "#flow/diff/flow-diff.ts";
import type { Run, RunStep } from "../api/runs.ts";
import { sizeText } from "../datasets/size-text.ts";

export interface ComparedStep {
  readonly name: string;
  readonly type: string;
  readonly left: RunStep | undefined;
  readonly right: RunStep | undefined;
  readonly input: readonly ValueChange[];
  readonly output: readonly ValueChange[];
  readonly differs: boolean;
}

export interface Compared {
  readonly left: Run;
  readonly right: Run;
  readonly input: readonly ValueChange[];
  readonly output: readonly ValueChange[];
  readonly steps: readonly ComparedStep[];
}

/** Two runs side by side: their steps by id, of other versions by name, and where their values differ. */
export function compareRuns(left: Run, right: Run): Compared {
  const taken = new Set<string>();
  const partner = (step: RunStep): RunStep | undefined =>
    right.steps.find(({ nodeId }) => nodeId === step.nodeId) ?? right.steps.find(({ name }) => name === step.name);
  const both = left.steps.map((step) => {
    const other = partner(step);
    if (other) taken.add(other.nodeId);
    return compareSteps(step, other);
  });
  const onlyRight = right.steps.filter(({ nodeId }) => !taken.has(nodeId)).map((step) => compareSteps(undefined, step));
  return {
    left,
    right,
    input: changesOf(left.input, right.input),
    output: changesOf(left.output, right.output),
    steps: [...both, ...onlyRight],
  };
}

function compareSteps(left: RunStep | undefined, right: RunStep | undefined): ComparedStep {
  const { name, type } = (left ?? right)!;
  const input = left && right ? changesOf(shownOf(left, "input"), shownOf(right, "input")) : [];
  const output = left && right ? changesOf(shownOf(left, "output"), shownOf(right, "output")) : [];
  const differs = !left || !right || left.status !== right.status || left.outcome !== right.outcome || input.length + output.length > 0;
  return { name, type, left, right, input, output, differs };
}

/** A value that was left out for its size is compared by that. */
function shownOf(step: RunStep, of: "input" | "output"): unknown {
  const size = step.tooLarge[of];
  return size === undefined ? step[of] : sizeText(size);
}

function changesOf(before: unknown, after: unknown): readonly ValueChange[] {
  const [hasBefore, hasAfter] = [before !== null && before !== undefined, after !== null && after !== undefined];
  if (hasBefore && hasAfter) return diffValues(before, after);
  return hasBefore || hasAfter ? [{ path: "", ...(hasBefore ? { before } : {}), ...(hasAfter ? { after } : {}) }] : [];
}
