/**
 * Expressions of common forms, compiled to closures: comparisons, arithmetic, `&`, `and`, `or`, `? :`, `??`, lists and
 * objects, paths with filters, and some functions. They do exactly what JSONata does for plain data. Anything else leaves
 * the evaluation to JSONata, when the expression is compiled or while it is evaluated; an expression has no effects, so it
 * can be evaluated again. Data of a run is never changed.
 */
import { cleanResult } from "./clean-result.ts";
import type { Node } from "./jsonata-types.ts";
import { paceOf } from "./pace.ts";
import { leave, visit, visitsOf } from "./plain-budget.ts";
import { plainFunctions } from "./plain-functions.ts";
import { plainOperators, toBoolean } from "./plain-operators.ts";
import { compilePlainPath, type PlainCode } from "./plain-steps.ts";
import type { Scope } from "./scope.ts";

/** Given back if JSONata has to evaluate the expression. */
export const leavesPlain: unique symbol = Symbol("leaves plain expressions");

/** Takes JSONata's tree before it is changed. Returns undefined if the expression has a part that is not plain. */
export function compilePlainExpression(tree: Node): ((scope: Scope) => unknown) | undefined {
  const code = compile(tree);
  if (!code) return undefined;
  return (scope) => {
    try {
      const { value, visits } = visitsOf(() => code(scope, scope));
      scope[paceOf]?.did(1 + (visits >> 4));
      return typeof value === "object" ? cleanResult(value) : (value ?? null);
    } catch {
      // JSONata words the errors, also those of a result that is too large or of a host's stack that ended.
      return leavesPlain;
    }
  };
}

function compile(node: Node): PlainCode | undefined {
  switch (node.type) {
    case "string":
    case "number":
    case "value": {
      const { value } = node;
      return has(node, ["value"]) ? () => value : undefined;
    }
    case "path":
      return has(node, ["steps"]) ? compilePlainPath(node.steps!, compile) : undefined;
    case "block":
      return has(node, ["expressions"]) && node.expressions!.length === 1 ? compile(node.expressions![0]!) : undefined;
    case "binary":
      return compileBinary(node);
    case "unary":
      return compileUnary(node);
    // oxlint-disable-next-line millrace/no-node-type-names -- a node of JSONata's tree
    case "condition":
      return compileCondition(node);
    case "function":
      return compileFunction(node);
    default:
      return undefined;
  }
}

/** Returns true if the node has no other parts than these, which could change its meaning. */
function has(node: Node, parts: readonly string[]): boolean {
  return Object.entries(node).every(([key, value]) => value === undefined || key === "type" || key === "position" || parts.includes(key));
}

function compileBinary(node: Node): PlainCode | undefined {
  if (!has(node, ["value", "lhs", "rhs"]) || Array.isArray(node.lhs)) return undefined;
  const left = compile(node.lhs!);
  const right = left && compile(node.rhs!);
  if (!right) return undefined;
  if (node.value === "and") return (input, scope) => toBoolean(left(input, scope)) && toBoolean(right(input, scope));
  if (node.value === "or") return (input, scope) => toBoolean(left(input, scope)) || toBoolean(right(input, scope));
  const operate = plainOperators.get(node.value);
  return operate && ((input, scope) => operate(left(input, scope), right(input, scope)));
}

function compileUnary(node: Node): PlainCode | undefined {
  switch (node.value) {
    case "-": {
      const value = has(node, ["value", "expression"]) ? compile(node.expression!) : undefined;
      return value && ((input, scope) => negative(value(input, scope)));
    }
    case "[":
      return has(node, ["value", "expressions", "consarray"]) ? compileList(node.expressions!) : undefined;
    case "{":
      return has(node, ["value", "lhs"]) && Array.isArray(node.lhs) ? compileTable(node.lhs) : undefined;
    default:
      return undefined;
  }
}

function negative(value: unknown): unknown {
  if (value === undefined) return undefined;
  return typeof value === "number" ? -value : leave();
}

function compileList(nodes: readonly Node[]): PlainCode | undefined {
  const codes = nodes.map(compile);
  if (!codes.every((code) => code !== undefined)) return undefined;
  // A list in a list is kept as it is if it is written as one. Other lists become items of the list.
  const areLists = nodes.map(({ type, value }) => type === "unary" && value === "[");
  return (input, scope) => {
    const list: unknown[] = [];
    for (const [i, code] of codes.entries()) {
      const value = code(input, scope);
      if (value === undefined) continue;
      if (!Array.isArray(value) || areLists[i]) list.push(value);
      else {
        visit(value.length);
        list.push(...value);
      }
    }
    return list;
  };
}

function compileTable(pairs: readonly [Node, Node][]): PlainCode | undefined {
  const names = pairs.map(([{ type, value }]) => (type === "string" && typeof value === "string" ? value : undefined));
  const codes = pairs.map(([, value]) => compile(value));
  if (!codes.every((code) => code !== undefined) || new Set(names).size < names.length) return undefined;
  if (!names.every((name) => name !== undefined && !name.startsWith("_"))) return undefined;
  return (input, scope) => {
    // JSONata groups the items of a list.
    if (Array.isArray(input)) leave();
    const table: Record<string, unknown> = {};
    for (const [i, code] of codes.entries()) {
      const value = code(input, scope);
      if (value !== undefined) table[names[i]!] = value;
    }
    return table;
  };
}

function compileCondition(node: Node): PlainCode | undefined {
  if (!has(node, ["value", "condition", "then", "else"])) return undefined;
  const condition = compile(node.condition!);
  const then = condition && compile(node.then!);
  const otherwise = node.else ? compile(node.else) : () => undefined;
  if (!condition || !then || !otherwise) return undefined;
  return (input, scope) => (toBoolean(condition(input, scope)) ? then(input, scope) : otherwise(input, scope));
}

function compileFunction(node: Node): PlainCode | undefined {
  const { procedure } = node;
  if (!has(node, ["value", "procedure", "arguments"]) || procedure?.type !== "variable" || !has(procedure, ["value"])) return undefined;
  const call = plainFunctions.get(procedure.value);
  const values = node.arguments!.map(compile);
  // With fewer arguments some functions use the input.
  if (!call || call.length !== values.length || !values.every((value) => value !== undefined)) return undefined;
  return (input, scope) => call(...values.map((value) => value(input, scope)));
}
