import { limits } from "../limits.ts";
import { childrenOf } from "./bound-tree.ts";
import { limitReached } from "./budget.ts";
import type { Node } from "./jsonata-types.ts";

/**
 * A place in an expression that names something of the scope: `root` is steps, env, run, … or a variable of scripts,
 * `name` what stands below it (a node, a variable), `path` the rest as far as it is plain. `dynamic` is true where what
 * is meant shows only in the run: a computed key, a wildcard (root "*" where even the root is open), or all of a root.
 * Positions count characters of the whole text.
 */
export interface Reference {
  readonly root: string;
  readonly name?: string;
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly dynamic?: true;
  /** Where `name` itself stands, quotes included. */
  readonly nameSpan?: { readonly start: number; readonly end: number };
  /** The same for the first of `path`. */
  readonly pathSpan?: { readonly start: number; readonly end: number };
}

/** A name of a path and where it stands, quotes included. */
export interface NameSpan {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The context in which a part of an expression is evaluated: the names that lead there from the scope, or undefined if
 * unknown.
 */
type Place = readonly string[] | undefined;

/** All references of a tree that JSONata parsed from `source`; `offset` is the start of the source in the whole text. */
export function findReferences(tree: Node, source: string, offset: number): Reference[] {
  const found = new Map<string, Reference>();
  // JSONata's parser repeats what stands left of ?: and ??, with the same positions.
  visit(tree, [], (reference) => found.set(`${reference.start}:${reference.end}:${reference.name ?? ""}`, reference), source, offset, 0);
  return [...found.values()].sort((a, b) => a.start - b.start);
}

type Emit = (reference: Reference) => void;

function visit(node: Node, place: Place, emit: Emit, source: string, offset: number, depth: number): void {
  if (depth > limits.maxExpressionNesting) throw limitReached("The expression is nested too deeply.");
  const go = (child: Node, at: Place) => visit(child, at, emit, source, offset, depth + 1);
  if (node.type === "path") {
    visitPath(node, place, emit, source, offset, go);
  } else if (node.type === "variable" && (node.value === "" || node.value === "$")) {
    const at = node.value === "$" ? [] : place;
    if (at && at.length < 2) emit(open(at, node, source, offset));
    afterStep(node, at, go);
  } else if (node.type === "wildcard" || node.type === "descendant" || node.type === "parent") {
    if (place && place.length < 2) emit(open(place, node, source, offset));
    afterStep(node, undefined, go);
  } else {
    // What is called is a function; a name there is none of the scope.
    const { procedure, ...rest } = node;
    const called = procedure?.type === "path" && procedure.steps?.length === 1 ? {} : { procedure };
    for (const child of childrenOf({ ...rest, ...called, predicate: [], group: { lhs: [] } } as Node))
      go(child, node.type === "transform" ? undefined : place);
    afterStep(node, undefined, go);
  }
}

/** Predicates, stages and groups see the values that the step found. */
function afterStep(step: Node, place: Place, go: (child: Node, at: Place) => void): void {
  for (const stage of [...(step.stages ?? []), ...(step.predicate ?? [])]) if (stage.expr) go(stage.expr, place);
  for (const pair of step.group?.lhs ?? []) for (const child of pair) go(child, place);
}

function visitPath(node: Node, start: Place, emit: Emit, source: string, offset: number, go: (child: Node, at: Place) => void): void {
  const names: NameSpan[] = [];
  let from = start;
  let place = start;
  /** False once a step was not a plain name: the rest is not part of the reference's path. */
  let plain = true;
  let ended = false;
  for (const [i, step] of withoutParentheses(node.steps!).entries()) {
    if (step.type === "name") {
      const span = nameSpan(step, source, offset);
      if (plain) names.push(span);
      place = place && [...place, span.name];
      if (place?.length === 1 && place[0] === "context") place = [];
      // A condition on a root itself, as in steps[key], picks by something that only the run knows.
      if (plain && place?.length === 1 && step.stages?.some((stage) => stage.expr && stage.expr.type !== "number")) {
        report(from ?? [], names, emit, false);
        plain = false;
        ended = true;
        place = undefined;
      }
      afterStep(step, place, go);
    } else if (i === 0 && step.type === "variable" && (step.value === "$" || (step.value === "" && start))) {
      place = from = step.value === "$" ? [] : start;
      if (node.steps!.length === 1) go(step, start);
      else afterStep(step, place, go);
    } else {
      if (plain && from) report(from, names, emit, isNarrowing(step));
      plain = false;
      ended = true;
      if (step.type === "sort") for (const term of step.terms!) go(term.expression, place);
      // The root before a wildcard has just been reported as open.
      else if (i === 0 || !["wildcard", "descendant", "parent"].includes(step.type)) go({ ...step, stages: [] }, place);
      place = step.type === "sort" ? place : undefined;
      afterStep({ type: "", stages: step.stages ?? [] }, place, go);
    }
  }
  if (!ended && from) report(from, names, emit, false);
  afterStep({ type: "", ...(node.group ? { group: node.group } : {}) }, place, go);
}

/** A path in parentheses at the front, as in (context.steps).A, is part of the path. */
function withoutParentheses(steps: readonly Node[]): readonly Node[] {
  const [first, ...rest] = steps;
  const inner = first?.type === "block" && first.expressions?.length === 1 ? first.expressions[0]! : undefined;
  const isPlain = inner?.type === "path" && !inner.group && !first!.stages && !first!.predicate && !first!.group;
  return isPlain ? withoutParentheses([...inner.steps!, ...rest]) : steps;
}

/** After `steps`, a block such as steps.(A.output) names its own references. */
function isNarrowing(step: Node): boolean {
  return step.type === "block";
}

function report(from: readonly string[], names: readonly NameSpan[], emit: Emit, narrowed: boolean): void {
  const reference = referenceOf(from, names);
  if (reference && !(narrowed && reference.name === undefined)) emit(reference);
}

/** The reference that `names` make when they are read at the place `from`, or undefined where they lie deeper than a name. */
export function referenceOf(from: readonly string[], names: readonly NameSpan[]): Reference | undefined {
  const below = from.length === 0 && names[0]?.name === "context" ? names.slice(1) : names;
  if (names.length === 0) return undefined;
  if (from.length > 1) return undefined;
  const span = { start: names[0]!.start, end: names[names.length - 1]!.end };
  const root = from[0] ?? below[0]?.name;
  const rest = from.length === 0 ? below.slice(1) : below;
  if (root === undefined) return { root: "*", path: [], ...span, dynamic: true };
  const [name, ...path] = rest;
  if (!name) return { root, path: [], ...span, dynamic: true };
  const [first] = path;
  return {
    root,
    name: name.name,
    path: path.map((one) => one.name),
    ...span,
    nameSpan: { start: name.start, end: name.end },
    ...(first ? { pathSpan: { start: first.start, end: first.end } } : {}),
  };
}

function open(place: readonly string[], node: Node, source: string, offset: number): Reference {
  const end = Math.min(node.position ?? 0, source.length);
  const width = node.type === "descendant" ? 2 : node.type === "variable" ? 1 + String(node.value).length : 1;
  return { root: place[0] ?? "*", path: [], start: offset + Math.max(0, end - width), end: offset + end, dynamic: true };
}

/** JSONata stores the end of a token; its start follows from its kind. */
function nameSpan(step: Node, source: string, offset: number): NameSpan {
  const end = step.position!;
  const name = step.value as string;
  const quote = source[end - 1];
  let start = end - name.length;
  if (quote === "`") start -= 2;
  else if ((quote === '"' || quote === "'") && source.slice(start, end) !== name) {
    start = end - 2;
    while (start > 0 && (source[start] !== quote || isEscaped(source, start))) start--;
  }
  return { name, start: offset + start, end: offset + end };
}

function isEscaped(source: string, at: number): boolean {
  let slashes = 0;
  while (source[at - 1 - slashes] === "\\") slashes++;
  return slashes % 2 === 1;
}
