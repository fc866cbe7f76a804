import type { Doubt } from "../expressions/find-doubts.ts";
import { quoteName } from "../expressions/quote-name.ts";
import type { ProblemCode } from "./problem.ts";

/** What an expression could mean: the names that a flow gives. */
export interface Known {
  readonly steps: ReadonlySet<string>;
  readonly start: string | undefined;
  readonly inputs: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
  nearest(name: string, names: Iterable<string>): string | undefined;
}

/** What people write who are used to JavaScript or another product. */
const functionsElsewhere: Readonly<Record<string, string>> = {
  touppercase: "$uppercase",
  tolowercase: "$lowercase",
  includes: "$contains",
  indexof: "$contains",
  startswith: "$substring",
  endswith: "$substring",
  concat: "$append",
  push: "$append",
  slice: "$substring",
  substr: "$substring",
  stringify: "$string",
  tostring: "$string",
  tojsonstring: "$string",
  parseint: "$number",
  parsefloat: "$number",
  tonumber: "$number",
  tofixed: "$formatNumber",
  isempty: "$exists",
  ifempty: "??",
  len: "$length",
  size: "$count",
  lower: "$lowercase",
  upper: "$uppercase",
  find: "$filter",
  foreach: "$map",
  flat: "$reduce",
  some: "$filter",
  every: "$filter",
  entries: "$each",
  values: "$each",
  today: "$now",
  date: "$now",
  btoa: "$base64encode",
  atob: "$base64decode",
  encodeuricomponent: "$encodeUrlComponent",
  decodeuricomponent: "$decodeUrlComponent",
  avg: "$average",
  mean: "$average",
  if: "condition ? value : otherwise",
};

const variablesElsewhere: Readonly<Record<string, string>> = {
  vars: "env",
  variables: "env",
  secrets: "env",
  env: "env",
  workflow: "run",
  execution: "run",
  today: "$now()",
  item: "currentItem",
  index: "currentIndex",
};
/** What a node gets is called so elsewhere; here it is an input or what another node returned. */
const dataElsewhere: readonly string[] = [
  "json",
  "node",
  "input",
  "inputs",
  "items",
  "data",
  "body",
  "query",
  "params",
  "payload",
  "request",
];
/** Roots of a scope, which need no $. */
const roots: readonly string[] = ["steps", "env", "run", "trigger", "context", "currentItem", "currentIndex", "currentOutput"];

/** The problem that a doubt is, with the likely meaning as suggestion. */
export function explainDoubt(doubt: Doubt, nodeName: string, known: Known): { code: ProblemCode; message: string; suggestion: string } {
  switch (doubt.kind) {
    case "variable":
      return {
        code: "expression_unknown_name",
        message: `The node "${nodeName}" uses "$${doubt.name}", which nothing sets.`,
        suggestion: meantByVariable(doubt, known),
      };
    case "function":
      return {
        code: "expression_unknown_name",
        message: `The node "${nodeName}" calls "${doubt.name}", which is not a function.`,
        suggestion: meantByFunction(doubt, known),
      };
    case "brackets": {
      const path = [...doubt.path, doubt.text].map((name) => quoteName(name)).join(".");
      return {
        code: "expression_text_in_brackets",
        message: `An expression in the node "${nodeName}" has the text "${doubt.text}" in brackets. Brackets filter a list; they do not pick a field.`,
        suggestion: doubt.path.length > 0 ? `Write ${path}.` : `Write a dot and the name: .${quoteName(doubt.text)}.`,
      };
    }
  }
}

function meantByFunction({ name, known: names }: Extract<Doubt, { kind: "function" }>, { nearest }: Known): string {
  const bare = name.replace(/^\$/, "");
  const elsewhere = Object.hasOwn(functionsElsewhere, bare.toLowerCase()) ? functionsElsewhere[bare.toLowerCase()] : undefined;
  if (elsewhere) return elsewhere.startsWith("$") ? `Use ${elsewhere}(…).` : `Use ${elsewhere}.`;
  if (names.includes(bare)) return `Functions start with $: $${bare}(…).`;
  const near = nearest(bare, names);
  return near === undefined ? "Use one of the functions that docs.jsonata.org describes, or a Script node." : `Did you mean $${near}(…)?`;
}

function meantByVariable({ name, path, known: names }: Extract<Doubt, { kind: "variable" }>, known: Known): string {
  const below = path.map((part) => quoteName(part));
  const dotted = (...parts: string[]) => parts.join(".");
  if (roots.includes(name)) return `Leave out the $: ${dotted(name, ...below)}.`;
  // n8n and its kin: $node["Fetch"].json.x is the output of that node.
  const stepAt = path.findIndex((part) => known.steps.has(part));
  if (stepAt !== -1) {
    const rest = below.slice(stepAt + 1).filter((part, index) => !(index === 0 && ["json", "output", "data"].includes(part)));
    const isStart = path[stepAt] === known.start;
    return `Did you mean ${dotted("steps", below[stepAt]!, ...(isStart ? [] : ["output"]), ...rest)}?`;
  }
  const elsewhere = Object.hasOwn(variablesElsewhere, name.toLowerCase()) ? variablesElsewhere[name.toLowerCase()] : undefined;
  if (elsewhere) return `Did you mean ${dotted(elsewhere, ...below)}?`;
  const near = dataElsewhere.includes(name) ? undefined : known.nearest(name, names);
  if (near !== undefined) return `Did you mean $${near}?`;
  const input = [...path, name].find((part) => known.inputs.has(part));
  if (input !== undefined && known.start !== undefined) return `Did you mean ${dotted("steps", quoteName(known.start), input)}?`;
  if (known.variables.has(name)) return `Did you mean env.${name}?`;
  return `Use steps.${quoteName(known.start ?? "Start")}.… for an input, steps.….output for what a node returned, or set $${name} with := first.`;
}
