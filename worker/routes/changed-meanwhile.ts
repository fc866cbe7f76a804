import { Refusal } from "#flow/contract/refusal.ts";

/** The refusal of a change to `what` (“the role”), which is not any more as it was read. */
export function changedMeanwhile(what: string): Refusal {
  return new Refusal("conflict", {
    detail: `Somebody else changed ${what} at the same moment.`,
    suggestion: "Load the present state and try again.",
  });
}
