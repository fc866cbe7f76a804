import jsonata from "jsonata";
import { ExpressionError } from "./expression-error.ts";
import type { MaybePromise } from "./maybe-promise.ts";
import { parsePlainPath } from "./plain-path.ts";
import type { Scope } from "./scope.ts";
import { whenAll } from "./settings.ts";
import { splitTemplate } from "./split-template.ts";

/**
 * A place in an expression that names something of the scope. `name` is missing where the root alone is meant or where
 * the name is computed (`dynamic`): then nobody can know before the run what is meant.
 */
export interface Reference {
  readonly root: string;
  readonly name?: string;
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly dynamic?: true;
}

type Part = { readonly text: string } | { readonly evaluate: (scope: Scope) => MaybePromise<unknown> };

/** A text setting, parsed once. */
export interface Template {
  readonly source: string;
  readonly references: readonly Reference[];
  readonly parts: readonly Part[];
}

export function compileTemplate(text: string): Template {
  const references: Reference[] = [];
  const parts = splitTemplate(text).map((piece): Part => {
    if (piece.kind === "text") return { text: piece.text };
    return { evaluate: compile(text.slice(piece.start, piece.end), piece.start, references) };
  });
  return { source: text, references, parts };
}

export function compileExpression(text: string): Template {
  const references: Reference[] = [];
  return { source: text, parts: [{ evaluate: compile(text, 0, references) }], references };
}

export function resolveTemplate(template: Template, scope: Scope): MaybePromise<unknown> {
  const [first] = template.parts;
  if (template.parts.length === 1 && first) return "text" in first ? first.text : first.evaluate(scope);
  const values = whenAll(template.parts.map((part) => ("text" in part ? part.text : part.evaluate(scope))));
  return values instanceof Promise ? values.then(joinTexts) : joinTexts(values);
}

function joinTexts(values: unknown[]): string {
  return values.map((value) => (value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value))).join("");
}

function compile(text: string, offset: number, references: Reference[]): (scope: Scope) => MaybePromise<unknown> {
  const path = parsePlainPath(text);
  if (path) {
    const names = path[0]!.name === "context" ? path.slice(1) : path;
    const [root, second, ...rest] = names.map((one) => one.name);
    const start = offset + path[0]!.start;
    const end = offset + path[path.length - 1]!.end;
    if (root !== undefined) references.push(second === undefined ? { root, path: [], start, end } : { root, name: second, path: rest, start, end });
    return (scope) => {
      let value: unknown = scope;
      for (const one of names) value = typeof value === "object" && value !== null && Object.hasOwn(value, one.name) ? (value as Record<string, unknown>)[one.name] : null;
      return value ?? null;
    };
  }
  try {
    const expression = jsonata(text);
    return async (scope) => (await expression.evaluate({ ...scope, context: scope })) ?? null;
  } catch (error) {
    const { message, position } = error as { message: string; position?: number };
    throw new ExpressionError("expression_syntax", `The expression cannot be read: ${message}`, "Check the expression at this place.", offset + (position ?? 0));
  }
}

/** Rewrites every reference to the step `from` in a template text. */
export function renameNode(text: string, from: string, to: string): string {
  const quoted = /^[A-Za-z_][A-Za-z0-9_]*$/.test(to) ? to : `\`${to}\``;
  return text.replaceAll(`steps.${from}`, `steps.${quoted}`).replaceAll(`steps.\`${from}\``, `steps.${quoted}`);
}

/** The same for a bare expression. */
export function renameNodeInExpression(text: string, from: string, to: string): string {
  return renameNode(text, from, to);
}
