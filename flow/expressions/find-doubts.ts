import { childrenOf } from "./bound-tree.ts";
import { functionNames } from "./function-names.ts";
import type { Node, Stage } from "./jsonata-types.ts";

/**
 * A part of an expression that parses but cannot be intended. It evaluates to nothing or fails, so it is a problem when
 * a flow is checked and changes nothing in a run.
 *
 * `variable`: a $name that neither the expression nor JSONata defines; `path` is the path after it. `function`: a call
 * of something that is not a function; `known` are the names that could be meant. `brackets`: a text in brackets, which
 * JSONata treats as a condition; `path` leads there, as far as it is plain.
 */
export type Doubt =
  | { readonly kind: "variable"; readonly name: string; readonly path: readonly string[]; readonly known: readonly string[] }
  | { readonly kind: "function"; readonly name: string; readonly known: readonly string[] }
  | { readonly kind: "brackets"; readonly text: string; readonly path: readonly string[] };

/** Looks at a tree as JSONata parsed it. */
export function findDoubts(tree: Node): Doubt[] {
  const doubts: Doubt[] = [];
  visit(tree, new Set(bindingsOf([tree])), doubts);
  return doubts;
}

function visit(node: Node, bound: ReadonlySet<string>, doubts: Doubt[]): void {
  switch (node.type) {
    case "path":
      visitSteps(node, bound, doubts);
      return;
    case "block": {
      const inner = new Set([...bound, ...bindingsOf(node.expressions ?? [])]);
      for (const each of node.expressions ?? []) visit(each, inner, doubts);
      visitStages(node, [], bound, doubts);
      return;
    }
    case "lambda": {
      const names = (node.arguments ?? []).map((each) => String(each.value));
      const body = node.body ? [node.body] : [];
      for (const each of body) visit(each, new Set([...bound, ...names, ...bindingsOf(body)]), doubts);
      return;
    }
    case "bind":
      if (node.rhs) visit(node.rhs, bound, doubts);
      return;
    case "variable":
      if (!isGiven(node, bound)) doubts.push(variableDoubt(node, [], bound));
      else visitStages(node, [], bound, doubts);
      return;
    case "function":
    case "partial":
      visitCall(node, bound, doubts);
      break;
  }
  for (const child of childrenOf({ ...node, predicate: [], stages: [], ...(isCall(node) ? { procedure: undefined } : {}) } as Node))
    visit(child, bound, doubts);
  visitStages(node, [], bound, doubts);
}

function visitSteps(node: Node, bound: ReadonlySet<string>, doubts: Doubt[]): void {
  const names: string[] = [];
  for (const [index, step] of (node.steps ?? []).entries()) {
    if (index === 0 && step.type === "variable" && !isGiven(step, bound)) {
      doubts.push(variableDoubt(step, node.steps!.slice(1), bound));
      continue;
    }
    if (step.type === "name") {
      names.push(String(step.value));
      visitStages(step, [...names], bound, doubts);
    } else {
      visit(step, bound, doubts);
    }
  }
  for (const pair of node.group?.lhs ?? []) for (const each of pair) visit(each, bound, doubts);
}

/** The conditions in brackets after a step. */
function visitStages(step: Node, path: readonly string[], bound: ReadonlySet<string>, doubts: Doubt[]): void {
  for (const { type, expr } of stagesOf(step)) {
    if (!expr) continue;
    if (type === "filter" && expr.type === "string") doubts.push({ kind: "brackets", text: String(expr.value), path });
    else visit(expr, bound, doubts);
  }
  if (step.type !== "path") for (const pair of step.group?.lhs ?? []) for (const each of pair) visit(each, bound, doubts);
}

function visitCall({ procedure }: Node, bound: ReadonlySet<string>, doubts: Doubt[]): void {
  if (procedure?.type === "variable") {
    if (isGiven(procedure, bound)) return;
    doubts.push({ kind: "function", name: `$${String(procedure.value)}`, known: knownNames(bound) });
  } else if (procedure?.type === "path" && procedure.steps?.length === 1 && procedure.steps[0]!.type === "name") {
    doubts.push({ kind: "function", name: String(procedure.steps[0]!.value), known: knownNames(bound) });
  } else if (procedure) visit(procedure, bound, doubts);
}

function isCall({ type, procedure }: Node): boolean {
  return (type === "function" || type === "partial") && procedure !== undefined;
}

/** `$` and `$$` are the context and the input. */
function isGiven({ value }: Node, bound: ReadonlySet<string>): boolean {
  const name = String(value);
  return name === "" || name === "$" || bound.has(name) || functionNames.has(name);
}

function variableDoubt(node: Node, steps: readonly Node[], bound: ReadonlySet<string>): Doubt {
  const path: string[] = textsIn(node);
  for (const step of steps) {
    if (step.type !== "name") break;
    path.push(String(step.value), ...textsIn(step));
  }
  return { kind: "variable", name: String(node.value), path, known: knownNames(bound) };
}

/** Texts in brackets look like names to people who know JavaScript. */
function textsIn(step: Node): string[] {
  return stagesOf(step).flatMap(({ expr }) => (expr?.type === "string" ? [String(expr.value)] : []));
}

function stagesOf(step: Node): Stage[] {
  return [...(step.stages ?? []), ...(step.predicate ?? [])];
}

function knownNames(bound: ReadonlySet<string>): string[] {
  return [...bound, ...functionNames];
}

/** The names that are set in the frame of these expressions: blocks and functions inside have frames of their own. */
function bindingsOf(nodes: readonly Node[]): string[] {
  const names: string[] = [];
  const look = (node: Node): void => {
    if (node.type === "bind" && !Array.isArray(node.lhs) && node.lhs) names.push(String(node.lhs.value));
    if (node.focus !== undefined) names.push(node.focus);
    if (node.index !== undefined) names.push(node.index);
    for (const stage of stagesOf(node) as (Stage & { value?: unknown })[]) if (stage.type === "index") names.push(String(stage.value));
    if (node.type !== "block" && node.type !== "lambda") for (const child of childrenOf(node)) look(child);
  };
  for (const node of nodes) {
    // A block that is the whole expression has a frame of its own, in which its names are found when it is visited.
    if (node.type !== "block" && node.type !== "lambda") look(node);
  }
  return names;
}
