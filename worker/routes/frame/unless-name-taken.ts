import { Refusal } from "#flow/problems/refusal.ts";

/** Awaits a change. Where it fails as `isTaken` recognises, throws a Refusal with `message`, which forms show beside the name. */
export async function unlessNameTaken<Result>(
  writing: Promise<Result>,
  isTaken: (error: unknown) => boolean,
  message: string,
): Promise<Result> {
  try {
    return await writing;
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new Refusal("conflict", {
      detail: message,
      suggestion: "Choose another name.",
      errors: [{ path: "/name", code: "taken", message }],
    });
  }
}
