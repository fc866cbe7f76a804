/** Completion of references: what stands before the caret, and what could go on there. */
import { quoteName } from "#flow/expressions/quote-name.ts";
import { functionNames } from "./functions.ts";
import { hasRole, kindOf } from "../drawing/node-kinds.ts";

export interface Reach {
  steps: readonly { name: string; type: string; always: boolean }[];
  inputs: readonly { name: string; type: string }[];
  /** Names of environment variables. */
  env: readonly string[];
  /** What expressions saw in the last test run, by root. */
  sample: Readonly<Record<string, unknown>> | undefined;
}
export interface Suggestion {
  /** What is shown. */
  label: string;
  /** What is written in place of the text from `from` to `to`. */
  insert: string;
  kind: "step" | "input" | "env" | "field" | "root" | "function";
  /** The value in the last test run, or undefined where there is none. */
  value: unknown;
  /** Whether the step may be skipped. */
  possibly?: boolean;
}
export interface Suggestions {
  from: number;
  to: number;
  items: readonly Suggestion[];
}

const stepFields = ["output", "input", "error", "status", "attempts", "startedAt", "endedAt", "durationMs"];
const runFields = ["id", "startedAt", "versionId", "mode"];
const maxItems = 50;
/** Fields of an output that are offered before anything was typed. */
const maxFirstFields = 8;

/** \x60 is the backtick, which a raw text cannot hold. */
const word = String.raw`(?:\x60[^\x60]*\x60|[\p{L}_][\p{L}\p{N}_]*)(?:\[-?\d*\])?`;
const pathBefore = new RegExp(String.raw`((?:${word}\.)*)(\$?[\p{L}\p{N}_]*|\x60[^\x60]*)$`, "u");

/** The start of the expression around the caret, or undefined if the caret is in fixed text. */
export function expressionStart(text: string, caret: number): number | undefined {
  const open = text.lastIndexOf("{{", caret - 1);
  if (open < 0 || open + 2 > caret) return undefined;
  const close = text.lastIndexOf("}}", caret - 1);
  return close > open && close + 2 <= caret ? undefined : open + 2;
}

/**
 * What can stand at the caret. `bare`: the whole text is one expression. Outside of any expression there is nothing to
 * suggest, unless `force`d: then whole expressions, braces included.
 */
export function suggestAt(text: string, caret: number, reach: Reach, { bare = false, force = false } = {}): Suggestions | undefined {
  const start = bare ? 0 : expressionStart(text, caret);
  if (start === undefined) {
    if (!force) return undefined;
    return { from: caret, to: caret, items: firstItems(reach, "").map((item) => ({ ...item, insert: `{{${item.insert}}}` })) };
  }
  const before = text.slice(start, caret);
  if (isInString(before)) return undefined;
  const found = pathBefore.exec(before)!;
  const [, path = "", typed = ""] = found;
  const from = caret - typed.length;
  const rest = new RegExp(String.raw`^[\p{L}\p{N}_]*\x60?`, "u").exec(text.slice(caret))![0];
  const to = typed.startsWith("`") ? caret + rest.length : caret + rest.replace("`", "").length;
  const segments = [...path.matchAll(new RegExp(word, "gu"))].map(([each]) => each.replace(/\[.*$/, "").replaceAll("`", ""));
  const query = typed.replaceAll("`", "");
  if (segments.length === 0 || (segments.length === 1 && segments[0] === "context")) {
    if (typed.startsWith("$")) return { from, to, items: functionItems(query) };
    return { from, to, items: firstItems(reach, query) };
  }
  const items = below(segments[0] === "context" ? segments.slice(1) : segments, reach)
    .filter(({ label }) => matches(label, query))
    .toSorted((a, b) => Number(startsAlike(b.label, query)) - Number(startsAlike(a.label, query)));
  return { from, to, items: items.slice(0, maxItems) };
}

/** The text with an accepted suggestion, and the new caret position: after it, before the closing braces. */
export function takeSuggestion(
  text: string,
  { from, to }: Suggestions,
  { insert }: Suggestion,
  { bare = false } = {},
): { text: string; caret: number } {
  const whole = insert.startsWith("{{");
  const after = text.slice(to);
  const open = !bare && !whole && !/^[^{]*?\}\}/.test(after);
  return { text: text.slice(0, from) + insert + (open ? "}}" : "") + after, caret: from + insert.length };
}

const matches = (label: string, query: string): boolean => label.toLowerCase().includes(query.toLowerCase());
const startsAlike = (label: string, query: string): boolean => query !== "" && label.toLowerCase().startsWith(query.toLowerCase());

function firstItems(reach: Reach, query: string): Suggestion[] {
  const all = [
    ...reach.steps.flatMap((step) => (hasRole(step, "start") ? inputItems(step.name, reach) : stepItems(step, reach))),
    ...reach.env.map((name) => item(`env.${quoteName(name)}`, "env", valueAt(reach.sample, ["env", name]))),
    ...["trigger", "run", "steps", "env"].map((root) => item(root, "root", undefined)),
  ];
  const last = (label: string): string => label.slice(label.lastIndexOf(".") + 1);
  return all
    .filter(({ label }) => matches(label, query))
    .toSorted((a, b) => Number(startsAlike(last(b.label), query)) - Number(startsAlike(last(a.label), query)))
    .slice(0, maxItems);
}

function inputItems(name: string, { inputs, sample }: Reach): Suggestion[] {
  return inputs
    .filter((input) => input.name !== "")
    .map((input) => item(`steps.${quoteName(name)}.${quoteName(input.name)}`, "input", valueAt(sample, ["steps", name, input.name])));
}

function stepItems({ name, type, always }: Reach["steps"][number], { sample }: Reach): Suggestion[] {
  const output = valueAt(sample, ["steps", name, "output"]);
  const path = `steps.${quoteName(name)}.output`;
  const known = keysOf(output);
  const fields = (known.length > 0 ? known : (kindOf(type).outputFields ?? [])).slice(0, maxFirstFields);
  return [
    item(path, "step", output, !always),
    ...fields.map((key) => item(`${path}.${quoteName(key)}`, "field", valueAt(output, [key]), !always)),
  ];
}

function below(segments: readonly string[], reach: Reach): Suggestion[] {
  const [root, name, ...more] = segments;
  const value = valueAt(reach.sample, segments);
  const named = (keys: readonly string[], kind: Suggestion["kind"]) =>
    [...new Set(keys)].map((key) => item(key, kind, valueAt(value, [key]), false, quoteName(key)));
  if (root === "steps" && name === undefined)
    return reach.steps.map((step) =>
      item(step.name, "step", valueAt(value, [step.name, "output"]) ?? valueAt(value, [step.name]), !step.always, quoteName(step.name)),
    );
  if (root === "env" && name === undefined) return named(reach.env, "env");
  if (root === "run" && name === undefined) return named(runFields, "field");
  if (root === "steps" && more.length === 0) {
    const step = reach.steps.find((each) => each.name === name);
    if (!step || !hasRole(step, "start")) return named(stepFields, "field");
    return named([...reach.inputs.map((input) => input.name), ...keysOf(value)], "input");
  }
  if (root === "steps" && more.length === 1 && more[0] === "output") {
    const type = reach.steps.find((each) => each.name === name)?.type ?? "";
    return named([...(kindOf(type).outputFields ?? []), ...keysOf(value)], "field");
  }
  return named(keysOf(value), "field");
}

function functionItems(query: string): Suggestion[] {
  return functionNames.filter((name) => matches(name, query)).map((name) => ({ ...item(name, "function", undefined), insert: `${name}(` }));
}

function item(label: string, kind: Suggestion["kind"], value: unknown, possibly = false, insert = label): Suggestion {
  return { label, insert, kind, value, ...(possibly ? { possibly } : {}) };
}

/** As JSONata goes through lists: a name behind one means the items. */
function valueAt(value: unknown, path: readonly string[]): unknown {
  let now = value;
  for (const key of path) {
    if (Array.isArray(now)) now = now.find((each) => typeof each === "object" && each !== null);
    if (typeof now !== "object" || now === null || !Object.hasOwn(now, key)) return undefined;
    now = (now as Record<string, unknown>)[key];
  }
  return now;
}
function keysOf(value: unknown): string[] {
  const one = Array.isArray(value) ? (value as unknown[]).find((each) => typeof each === "object" && each !== null) : value;
  return typeof one === "object" && one !== null && !Array.isArray(one) ? Object.keys(one) : [];
}

/** An odd number of quotes before the caret: it is inside a text. */
function isInString(before: string): boolean {
  let quote = "";
  for (let at = 0; at < before.length; at++) {
    const char = before[at]!;
    if (quote) {
      if (char === "\\") at++;
      else if (char === quote) quote = "";
    } else if (char === '"' || char === "'") quote = char;
  }
  return quote !== "";
}
