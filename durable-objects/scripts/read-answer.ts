/** Turns how a run came out into what the node is told. */
import type { NodeError } from "#flow/engine/types.ts";
import { limits } from "#flow/limits.ts";
import type { ScriptAnswer } from "#flow/nodes/node.ts";
import { bounds } from "./bounds.ts";
import type { Limit } from "./outcome.ts";

type Answer =
  | { readonly ok: true; readonly output: unknown; readonly set: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly limit: Limit | ""; readonly message: string; readonly stack: string };

const mib = 1024 * 1024;

/** Reads the text that the prelude made of a script's end. */
export function readAnswer(text: string, logs: readonly string[]): ScriptAnswer {
  // The prelude writes no other shape.
  const answer = JSON.parse(text, text.includes("\\ud") ? wellFormed : undefined) as Answer;
  if (answer.ok) return { ok: true, output: answer.output, set: answer.set, logs };
  if (answer.limit) return limitAnswer(answer.limit, logs);
  return { ok: false, logs, error: scriptError(answer.message.toWellFormed() + place(answer.stack)) };
}

/** The answer where a run ended at one of its limits. */
export function limitAnswer(limit: Limit, logs: readonly string[]): ScriptAnswer {
  if (limit === "waiting") return { ok: false, logs, error: scriptError("The script waits for a promise that nothing will settle.") };
  return { ok: false, logs, error: { code: "script_limit", message: limitMessages[limit], class: "other" } };
}

const limitMessages: Readonly<Record<Exclude<Limit, "waiting">, string>> = {
  instructions: "The script was ended because it used all the instructions that one script may use.",
  memory: `The script was ended because it needs more than ${limits.scriptMemoryBytes / mib} MiB of memory.`,
  stack: "The script was ended because its functions call one another too deeply.",
  output: `The script's result is larger than ${limits.maxScriptOutputBytes / mib} MiB.`,
  input: `The data of this run is larger than the ${bounds.maxInputBytes / mib} MiB that a script can be given.`,
};

function scriptError(message: string): NodeError {
  return { code: "script_error", message, class: "other" };
}

/** Where in the builder's own code; the first line belongs to the wrapper. */
function place(stack: string): string {
  const found = /script\.js:(\d+):(\d+)/.exec(stack);
  return found ? ` (line ${Math.max(1, Number(found[1]) - 1)}, column ${found[2]})` : "";
}

/** Half a pair of surrogates cannot be stored as UTF-8. */
function wellFormed(_: string, value: unknown): unknown {
  return typeof value === "string" ? value.toWellFormed() : value;
}
