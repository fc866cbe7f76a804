import { Refusal } from "#flow/problems/refusal.ts";

/** The refusal of a change to `what` (“the role”), which is not any more as it was read. */
export function changedMeanwhile(what: string): Refusal {
  return new Refusal("conflict", {
    detail: `Someone else changed ${what} at the same time.`,
    suggestion: "Reload and try again.",
  });
}
