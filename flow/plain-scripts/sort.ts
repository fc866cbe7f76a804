/**
 * Sorting. Engines call a comparison for different pairs, so a comparison that is inconsistent, throws or changes anything
 * has different results in each engine. Here a comparison may only compute a value. It must have a form that is always
 * consistent, or its results are checked for all pairs.
 */
import type { AnyNode } from "acorn";
import { Bail, bail, Thrown } from "./bail.ts";
import { childrenOf } from "./compiler.ts";
import { read, step, walked } from "./budget.ts";
import { toNumber, toText } from "./numbers.ts";
import type { Callback, List } from "./values.ts";

/** The longest list for which all pairs are checked. */
const mostCompared = 48;

/** `ordering`: its form makes it a consistent comparison. `computing`: it does nothing but compute a value. */
export type ComparisonKind = "ordering" | "computing" | undefined;

interface Comparison extends Callback {
  comparison?: ComparisonKind;
}

export function markComparison(callback: Callback, kind: ComparisonKind): Callback {
  if (kind) (callback as Comparison).comparison = kind;
  return callback;
}

/** The sorted items in a new list. Equal items keep their order. */
export function sorted(list: List, compare: Callback | undefined): List {
  const { length } = list;
  walked(length * Math.ceil(Math.log2(length + 2)));
  if (list.includes(undefined)) bail("it sorts a list with undefined in it");
  if (!compare) {
    // Without a comparison, items are compared as texts.
    const texts = new Map(list.map((item) => [item, toText(item)]));
    return [...list].sort((a, b) => {
      const [one, other] = [texts.get(a)!, texts.get(b)!];
      read(one);
      return one < other ? -1 : one > other ? 1 : 0;
    });
  }
  const { comparison } = compare as Comparison;
  if (!comparison) bail("a comparison does more than compare");
  const ask = (a: unknown, b: unknown): number => {
    step(1);
    const answer = toNumber(compare(a, b));
    return Number.isNaN(answer) ? bail("a comparison does not answer") : answer;
  };
  try {
    const order = [...list].sort(ask);
    if (comparison !== "ordering") checkOrder(order, ask);
    return order;
  } catch (error) {
    // The sandbox may not compare the pair that throws.
    throw error instanceof Thrown ? new Bail("a comparison throws") : error;
  }
}

/** Bails if the comparison is inconsistent. */
function checkOrder(order: List, ask: (a: unknown, b: unknown) => number): void {
  if (order.length > mostCompared) bail("a long list is sorted by an unusual comparison");
  // Equal items share a rank. The comparison must agree with the ranks for all pairs.
  let rank = 0;
  const ranks = order.map((item, i) => (i > 0 && ask(order[i - 1], item) !== 0 ? ++rank : rank));
  for (let i = 0; i < order.length; i++) {
    for (let j = 0; j < order.length; j++) {
      if (Math.sign(ask(order[i], order[j])) !== Math.sign(ranks[i]! - ranks[j]!)) bail("a comparison contradicts itself");
    }
  }
}

export function comparisonKindOf(node: AnyNode): ComparisonKind {
  if (node.type !== "ArrowFunctionExpression" && node.type !== "FunctionExpression" && node.type !== "FunctionDeclaration")
    return undefined;
  if (!onlyComputes(node.body)) return undefined;
  return isOrderingFunction(node) ? "ordering" : "computing";
}

/** Methods and functions that have no effect and always return the same for the same values. */
const computing = new Set(
  "abs at charAt charCodeAt ceil floor getTime includes indexOf localeCompare max min parseFloat parseInt round sign slice split startsWith String Number substring toFixed toLowerCase toUpperCase trim trunc".split(
    " ",
  ),
);

function onlyComputes(node: AnyNode): boolean {
  switch (node.type) {
    case "AssignmentExpression":
    case "UpdateExpression":
      return false;
    case "UnaryExpression":
      if (node.operator === "delete") return false;
      break;
    case "NewExpression":
      if (node.arguments.length === 0) return false;
      break;
    case "CallExpression": {
      const { callee } = node;
      const named = callee.type === "MemberExpression" && !callee.computed ? callee.property : callee;
      if (named.type !== "Identifier" || !computing.has(named.name)) return false;
    }
  }
  return childrenOf(node).every(onlyComputes);
}

/** Returns true for functions like `(a, b) => a.x - b.x` or `(a, b) => a.x.localeCompare(b.x)`. */
function isOrderingFunction(node: AnyNode): boolean {
  if (node.type !== "ArrowFunctionExpression" || node.params.length !== 2) return false;
  const [a, b] = node.params;
  return a?.type === "Identifier" && b?.type === "Identifier" && a.name !== b.name && isOrdering(node.body, a.name, b.name);
}

function isOrdering(node: AnyNode, a: string, b: string): boolean {
  switch (node.type) {
    case "ParenthesizedExpression":
      return isOrdering(node.expression, a, b);
    case "BinaryExpression":
      return node.operator === "-" && areAlike(node.left, node.right, a, b);
    case "CallExpression": {
      const { callee, arguments: given } = node;
      if (callee.type !== "MemberExpression" || callee.computed || given.length !== 1) return false;
      return callee.property.type === "Identifier" && callee.property.name === "localeCompare" && areAlike(callee.object, given[0]!, a, b);
    }
    default:
      return false;
  }
}

/** Returns true if both sides read the same of their item, and nothing else. */
function areAlike(left: AnyNode, right: AnyNode, a: string, b: string): boolean {
  const inLeft = writeOf(left, a);
  return inLeft !== undefined && inLeft === writeOf(right, b);
}

/** A canonical text of an expression that only reads `item`; undefined for any other expression. */
function writeOf(node: AnyNode, item: string): string | undefined {
  switch (node.type) {
    case "Identifier":
      return node.name === item ? "a" : undefined;
    case "Literal":
      return JSON.stringify(node.raw);
    case "ParenthesizedExpression":
    case "ChainExpression":
      return writeOf(node.expression, item);
    case "MemberExpression": {
      const object = writeOf(node.object, item);
      if (object === undefined) return undefined;
      if (!node.computed)
        return node.property.type === "Identifier" ? `${object}.${node.property.name}${node.optional ? "?" : ""}` : undefined;
      return node.property.type === "Literal" ? `${object}[${node.property.raw}]` : undefined;
    }
    case "LogicalExpression": {
      const [left, right] = [writeOf(node.left, item), writeOf(node.right, item)];
      return left === undefined || right === undefined ? undefined : `(${left}${node.operator}${right})`;
    }
    case "NewExpression": {
      const [given] = node.arguments;
      if (node.callee.type !== "Identifier" || node.callee.name !== "Date" || node.arguments.length !== 1) return undefined;
      const read = writeOf(given!, item);
      return read === undefined ? undefined : `Date(${read})`;
    }
    default:
      return undefined;
  }
}
