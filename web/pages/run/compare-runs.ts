import { diffValues } from "#flow/diff/diff-values.ts";
import type { ValueChange } from "#flow/diff/flow-diff.ts";
import type { Run, RunStep } from "../../base/api/runs.ts";
import { sizeText } from "../../base/ui/size-text.ts";

export interface ComparedStep {
  /** Distinguishes it from the others. */
  readonly key: string;
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

/** Two runs side by side: their steps by id, else, as in another version, by name, and where their values differ. */
export function compareRuns(left: Run, right: Run): Compared {
  const partners = partnersOf(left.steps, right.steps);
  const taken = new Set(partners.values());
  return {
    left,
    right,
    input: changesOf(shownOf(left, "input"), shownOf(right, "input")),
    output: changesOf(shownOf(left, "output"), shownOf(right, "output")),
    steps: [
      ...left.steps.map((step) => compareSteps(step, partners.get(step))),
      ...right.steps.filter((step) => !taken.has(step)).map((step) => compareSteps(undefined, step)),
    ],
  };
}

/** No step has two partners, and one of the same id comes before one of the same name. */
function partnersOf(left: readonly RunStep[], right: readonly RunStep[]): ReadonlyMap<RunStep, RunStep> {
  const partners = new Map<RunStep, RunStep>();
  for (const key of ["nodeId", "name"] as const) {
    const taken = new Set(partners.values());
    const free = new Map(right.filter((step) => !taken.has(step)).map((step) => [step[key], step]));
    for (const step of left) {
      const partner = partners.has(step) ? undefined : free.get(step[key]);
      if (partner) partners.set(step, partner);
    }
  }
  return partners;
}

function compareSteps(left: RunStep | undefined, right: RunStep | undefined): ComparedStep {
  const { name, type } = (left ?? right)!;
  const key = `${left?.nodeId ?? ""} ${right?.nodeId ?? ""}`;
  const input = left && right ? changesOf(shownOf(left, "input"), shownOf(right, "input")) : [];
  const output = left && right ? changesOf(shownOf(left, "output"), shownOf(right, "output")) : [];
  const differs = !left || !right || left.status !== right.status || left.outcome !== right.outcome || input.length + output.length > 0;
  return { key, name, type, left, right, input, output, differs };
}

/** A value that was left out for its size is compared by that. */
function shownOf(whole: Run | RunStep, of: "input" | "output"): unknown {
  const { [of]: chars }: { input?: number | undefined; output?: number | undefined } = whole.tooLarge;
  return chars === undefined ? whole[of] : sizeText(chars);
}

function changesOf(before: unknown, after: unknown): readonly ValueChange[] {
  const [hasBefore, hasAfter] = [before !== null && before !== undefined, after !== null && after !== undefined];
  if (hasBefore && hasAfter) return diffValues(before, after);
  return hasBefore || hasAfter ? [{ path: "", ...(hasBefore ? { before } : {}), ...(hasAfter ? { after } : {}) }] : [];
}
