/** Whether a recorded run and its try with another flow answer the same, and what differs where they do not. */
import { diffValues } from "../diff/diff-values.ts";
import type { ValueChange } from "../diff/flow-diff.ts";
import { limits } from "../limits.ts";
import { leavesOut } from "./leave-out.ts";

/** What a caller gets from a finished run. */
export interface Outcome {
  readonly status: "Success" | "Failed";
  readonly output: unknown;
  readonly error: { readonly code: string; readonly message: string; readonly node: string | null } | null;
}

export interface Comparison {
  readonly verdict: "same" | "outputDiffers" | "statusDiffers";
  readonly before: Outcome;
  readonly after: Outcome;
  /** Also the changes that are excluded from the comparison, after the others, so it can be compared again. */
  readonly changes: readonly ValueChange[];
  /** Something of it was too large to be kept. */
  readonly cut: boolean;
}

/**
 * Two failures are the same if they have the same error. What is at the paths of `leaveOut` does not count, a status always
 * does. Large outputs, changes and long lists of changes are cut.
 */
export function compareOutcomes(before: Outcome, after: Outcome, leaveOut: readonly string[] = []): Comparison {
  const isLeftOut = leavesOut(leaveOut);
  const { counted = [], out = [] } = Object.groupBy(diffValues(toldOf(before), toldOf(after)), ({ path }) =>
    isLeftOut(path) ? "out" : "counted",
  );
  const verdict = before.status !== after.status ? "statusDiffers" : counted.length === 0 ? "same" : "outputDiffers";
  const { changes, cut } = boundedChanges([...counted, ...out]);
  const kept = [boundedOutcome(before), boundedOutcome(after)] as const;
  return { verdict, before: kept[0].outcome, after: kept[1].outcome, changes, cut: cut || kept.some((one) => one.cut) };
}

/**
 * The verdict on two outcomes of one status where other paths are left out, from the paths of the changes that were kept;
 * undefined where it hangs on changes that were not.
 */
export function verdictAnew(kept: readonly string[], leaveOut: readonly string[]): "same" | "outputDiffers" | undefined {
  const isLeftOut = leavesOut(leaveOut);
  if (kept.some((path) => !isLeftOut(path))) return "outputDiffers";
  return kept.length < limits.replayChanges ? "same" : undefined;
}

function toldOf({ status, output, error }: Outcome): object {
  return status === "Success" ? { output } : { error };
}

function boundedOutcome(outcome: Outcome): { readonly outcome: Outcome; readonly cut: boolean } {
  const cut = (JSON.stringify(outcome.output)?.length ?? 0) > limits.replayOutputChars;
  return { outcome: cut ? { ...outcome, output: null } : outcome, cut };
}

/** The first changes, without values that are too large to be kept. */
export function boundedChanges(all: readonly ValueChange[]): { readonly changes: readonly ValueChange[]; readonly cut: boolean } {
  let cut = all.length > limits.replayChanges;
  const fits = (value: unknown): boolean => (JSON.stringify(value)?.length ?? 0) <= limits.replayValueChars;
  const changes = all.slice(0, limits.replayChanges).map((change): ValueChange => {
    if (fits(change)) return change;
    cut = true;
    const { path, before, after } = change;
    return {
      path,
      ...(before === undefined ? {} : { before: fits(before) ? before : "…" }),
      ...(after === undefined ? {} : { after: fits(after) ? after : "…" }),
    };
  });
  return { changes, cut };
}
