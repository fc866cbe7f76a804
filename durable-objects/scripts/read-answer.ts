/** Converts the outcome of a script to the node's result. */
import type { NodeError } from "#flow/problems/node-error.ts";
import { limits } from "#flow/limits.ts";
import type { ScriptAnswer } from "#flow/nodes/node.ts";
import type { Issue } from "#flow/problems/issue.ts";
import { bounds } from "./bounds.ts";
import { isDeeperThan } from "./json-depth.ts";
import { suggestionFor } from "./missing-globals.ts";
import type { Limit } from "./outcome.ts";
import { wellFormed } from "./well-formed.ts";

type Answer =
  | {
      readonly ok: true;
      readonly output: readonly [unknown];
      readonly set: Readonly<Record<string, unknown>>;
      /** Where lists held undefined, which JSON writes as null: the result or a variable, and how many. */
      readonly holes?: readonly { readonly at: string; readonly count: number }[];
    }
  | { readonly ok: false; readonly limit: Limit | "null" | ""; readonly message: string; readonly stack: string };

/** Where the wrapper's own function stands in its line. */
export const unknownColumn = 1000;
const mib = 1024 * 1024;
const fullHeap = bounds.maxPages * 64 * 1024 * 0.9;

/** Reads the text that the prelude made of the end of `code`. */
export function readAnswer(code: string, { text, heapEnd }: { text: string; heapEnd: number }, logs: readonly string[]): ScriptAnswer {
  // The output and each variable stand two levels down in the answer.
  if (isDeeperThan(text, limits.maxJsonDepth + 2)) return limitAnswer("depth", logs);
  // The prelude writes no other shape.
  const answer = JSON.parse(text) as Answer;
  if (answer.ok) return success(answer, text, logs);
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

/** The result, with a warning for everything that JSON and UTF-8 could not carry as it was. */
function success({ output: [output], set, holes = [] }: Answer & { ok: true }, text: string, logs: readonly string[]): ScriptAnswer {
  const warnings: Issue[] = holes.map(({ at, count }) => ({ path: at, code: "undefined_in_list", message: holeMessage(count) }));
  // JSON text writes half of a surrogate pair as an escape.
  if (!text.includes("\\ud")) return { ok: true, output, set, logs, ...(warnings.length > 0 && { warnings }) };
  const warn = (issue: Issue): void => void (warnings.length < limits.maxStepWarnings && warnings.push(issue));
  const whole = wellFormed(output, ["output"], warn);
  const variables = wellFormed(set, ["context"], warn) as Readonly<Record<string, unknown>>; // It copies an object.
  return { ok: true, output: whole, set: variables, logs, ...(warnings.length > 0 && { warnings }) };
}

function holeMessage(count: number): string {
  const what = count === 1 ? "One item of a list was" : `${count} items of lists were`;
  return `${what} undefined and became null. Return null, or leave such items out with filter.`;
}
