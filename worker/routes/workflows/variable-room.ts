/** What is answered where a workflow would have too many variables, or too large ones. */
import { Refusal } from "#flow/problems/refusal.ts";
import { limits } from "#flow/limits.ts";
import { isTooMuch } from "#store/variables.ts";

/** Awaits a batch with `raiseRevisionWithin` in it. Throws a Refusal where that found no room; nothing was written then. */
export async function withinRoom<Result>(writing: Promise<Result>): Promise<Result> {
  try {
    return await writing;
  } catch (error) {
    throw isTooMuch(error) ? noRoom() : error;
  }
}

export function noRoom(): Refusal {
  const kibibytes = (limits.maxVariablesBytes / 1024).toLocaleString("en-GB");
  return new Refusal("conflict", {
    detail: `A workflow can have at most ${limits.maxVariables} variables, with ${kibibytes} KiB of values in total.`,
    suggestion: "Delete what is not used any more, or shorten a value; a data set is the place for larger ones.",
  });
}
