/** Converts the outcome of a script to the node's result. */
import type { NodeError } from "#flow/problems/node-error.ts";
import { limits } from "#flow/limits.ts";
import type { ScriptAnswer } from "#flow/nodes/node.ts";
import { bounds } from "./bounds.ts";
import { isDeeperThan } from "./json-depth.ts";
import { suggestionFor } from "./missing-globals.ts";
import type { Limit } from "./outcome.ts";

type Answer =
  | { readonly ok: true; readonly output: readonly [unknown]; readonly set: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly limit: Limit | "null" | ""; readonly message: string; readonly stack: string };

/** Where the wrapper's own function stands in its line. */
export const unknownColumn = 1000;
const mib = 1024 * 1024;
const fullHeap = bounds.maxPages * 64 * 1024 * 0.9;

/** Reads the text that the prelude made of the end of `code`. */
export function readAnswer(code: string, { text, heapEnd }: { text: string; heapEnd: number }, logs: readonly string[]): ScriptAnswer {
  // The output and each variable stand two levels down in the answer.
  if (isDeeperThan(text, limits.maxJsonDepth + 2)) return limitAnswer("depth", logs);
  // The prelude writes no other shape. JSON text spells half a pair of surrogates out.
  const answer = JSON.parse(text, text.includes("\\ud") ? wellFormed : undefined) as Answer;
  if (answer.ok) return { ok: true, output: answer.output[0], set: answer.set, logs };
  if (answer.limit === "null" && heapEnd > fullHeap) return limitAnswer("memory", logs);
  if (answer.limit && answer.limit !== "null") return limitAnswer(answer.limit, logs);
  return { ok: false, logs, error: scriptError(answer.message.toWellFormed() + place(code, answer.stack)) };
}

/** The answer where a run ended at one of its limits. */
export function limitAnswer(limit: Limit, logs: readonly string[]): ScriptAnswer {
  if (limit === "waiting") return { ok: false, logs, error: scriptError("The script waits for a promise that never settles.") };
  return { ok: false, logs, error: { code: "script_limit", message: limitMessages[limit], class: "other" } };
}

const limitMessages: Readonly<Record<Exclude<Limit, "waiting">, string>> = {
  instructions: "The script was stopped because it ran too many instructions.",
  memory: `The script was stopped because it used more than ${limits.scriptMemoryBytes / mib} MiB of memory.`,
  stack: "The script was stopped because its calls or data are nested too deeply.",
  output: `The script's result is larger than ${limits.maxScriptOutputBytes / mib} MiB.`,
  depth: `The script's result is nested deeper than ${limits.maxJsonDepth} levels.`,
  input: `The script reads more than ${bounds.maxInputBytes / mib} MiB of the run's data.`,
};

function scriptError(message: string): NodeError {
  const suggestion = suggestionFor(message);
  return { code: "script_error", message, ...(suggestion ? { suggestion } : {}), class: "other" };
}

/** Where in the builder's own code: the wrapper has one line before it and one after. */
function place(code: string, stack: string): string {
  const found = /script\.js:(\d+):(\d+)/.exec(stack);
  const line = Number(found?.[1]) - 1;
  const column = Number(found?.[2]);
  if (!found || line < 1) return "";
  const lastLine = code.split("\n").length;
  if (line > lastLine) return ` (line ${lastLine}, at the end)`;
  return column > unknownColumn ? ` (line ${line})` : ` (line ${line}, column ${column})`;
}

/** Half a pair of surrogates cannot be stored as UTF-8. */
function wellFormed(_: string, value: unknown): unknown {
  return typeof value === "string" ? value.toWellFormed() : value;
}
