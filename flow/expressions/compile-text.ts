import { ExpressionError } from "./expression-error.ts";
import { type Doubt, findDoubts } from "./find-doubts.ts";
import { compileJsonata } from "./jsonata-expression.ts";
import type { Node } from "./jsonata-types.ts";
import type { MaybePromise } from "./maybe-promise.ts";
import { paceOf } from "./pace.ts";
import { compilePlainExpression, leavesPlain } from "./plain-expression.ts";
import { needsJsonata, parsePlainPath, type PlainPath, resolvePlainPath } from "./plain-path.ts";
import { findReferences, type Reference, referenceOf } from "./references.ts";
import type { Scope } from "./scope.ts";
import { scopeRoot } from "./scope-root.ts";

/** One expression, ready to be evaluated as often as wanted. */
export interface CompiledText {
  readonly references: readonly Reference[];
  /** What cannot be meant: see find-doubts.ts. */
  readonly doubts: readonly Doubt[];
  evaluate(scope: Scope): MaybePromise<unknown>;
}

/** Takes the text between the braces and its offset in the whole text; throws an ExpressionError if it cannot be parsed. */
export function compileText(text: string, offset: number): CompiledText {
  const path = parsePlainPath(text, offset);
  if (path) return compilePath(path, text, offset);
  if (text.trim() === "")
    throw new ExpressionError(
      "expression_syntax",
      "The expression is empty.",
      "Enter an expression, for example steps.Start.name.",
      offset,
    );
  let references: Reference[] = [];
  let doubts: Doubt[] = [];
  const evaluate = compileAny(text, offset, (tree) => {
    references = findReferences(tree, text, offset);
    doubts = findDoubts(tree);
  });
  return { references, doubts, evaluate };
}

function compilePath(path: PlainPath, text: string, offset: number): CompiledText {
  const reference = referenceOf([], path.names);
  const [first] = path.steps;
  const below = first?.name === "context" && first.index === undefined ? { ...path, steps: path.steps.slice(1) } : path;
  let fallback: CompiledText["evaluate"] | undefined;
  return {
    references: reference ? [reference] : [],
    doubts: [],
    evaluate(scope) {
      // `context` alone is the scope itself, of which JSONata gives a copy.
      const value = below.steps.length === 0 ? needsJsonata : resolvePlainPath(below, scope);
      if (value !== needsJsonata) return value;
      fallback ??= compileAny(text, offset);
      return fallback(scope);
    },
  };
}

/** An expression of any form. JSONata evaluates what is not plain. */
function compileAny(text: string, offset: number, inspect?: (tree: Node) => void): CompiledText["evaluate"] {
  let plain: ReturnType<typeof compilePlainExpression>;
  const expression = compileJsonata(text, offset, (tree) => {
    inspect?.(tree);
    plain = compilePlainExpression(tree);
  });
  return (scope) => {
    const value = plain ? plain(scope) : leavesPlain;
    if (value !== leavesPlain) return value;
    return expression.evaluate(scopeRoot(scope), scope.run.startedAt, undefined, scope[paceOf]);
  };
}
