import { checkLength } from "./budget.ts";
import { compileText } from "./compile-text.ts";
import type { Doubt } from "./find-doubts.ts";
import type { MaybePromise } from "./maybe-promise.ts";
import { paceOf, type Pace } from "./pace.ts";
import type { Reference } from "./references.ts";
import type { Scope } from "./scope.ts";
import { splitTemplate } from "./split-template.ts";

export type { Reference } from "./references.ts";
export { renameNode, renameNodeInExpression } from "./rename-node.ts";

/** A text setting, parsed once. `references` are in the order of the text. */
export interface Template {
  readonly source: string;
  readonly references: readonly Reference[];
  readonly doubts: readonly Doubt[];
  readonly parts: readonly Part[];
}

/** Fixed text, or an expression. */
type Part = { readonly text: string } | { readonly evaluate: (scope: Scope) => MaybePromise<unknown> };

/** Takes a text with any number of {{ expressions }}; throws an ExpressionError with its position where one cannot be read. */
export function compileTemplate(text: string): Template {
  const references: Reference[] = [];
  const doubts: Doubt[] = [];
  const parts = splitTemplate(text).map((piece): Part => {
    if (piece.kind === "text") return { text: piece.text };
    const expression = compileText(text.slice(piece.start, piece.end), piece.start);
    references.push(...expression.references);
    doubts.push(...expression.doubts);
    return expression;
  });
  return { source: text, references, doubts, parts };
}

/** The same for a bare expression, written without braces. */
export function compileExpression(text: string): Template {
  const expression = compileText(text, 0);
  const { references, doubts } = expression;
  return { source: text, references, doubts, parts: [expression] };
}

/**
 * The value of a template: of any type where the text is exactly one expression, else a text in which null is "" and
 * objects are JSON. A promise only where an expression is more than a path; it rejects with an ExpressionError.
 */
export function resolveTemplate(template: Template, scope: Scope): MaybePromise<unknown> {
  const { parts } = template;
  if (parts.length === 0) return "";
  const [first] = parts;
  if (parts.length === 1 && first) return "text" in first ? first.text : first.evaluate(scope);
  const values = whenAll(parts.map((part) => ("text" in part ? part.text : part.evaluate(scope))));
  const join = (all: unknown[]): string => joinTexts(all, scope[paceOf]);
  return values instanceof Promise ? values.then(join) : join(values);
}

/** Waits only where something has to be waited for. */
export function whenAll(values: MaybePromise<unknown>[]): MaybePromise<unknown[]> {
  return values.some((value) => value instanceof Promise) ? Promise.all(values) : values;
}

function joinTexts(values: unknown[], pace: Pace | undefined): string {
  let text = "";
  for (const value of values) {
    if (value === null || value === undefined) continue;
    text += typeof value === "string" ? value : JSON.stringify(value);
    checkLength(text.length);
  }
  pace?.did(text.length >> 6);
  return text;
}
