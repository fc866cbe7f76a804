import { compileText } from "./compile-text.ts";
import { ExpressionError } from "./expression-error.ts";
import { quoteName } from "./quote-name.ts";
import type { Reference } from "./references.ts";
import { splitTemplate } from "./split-template.ts";

/**
 * Rewrites every reference to the step `from` in a text with {{ expressions }} and changes nothing else. Expressions
 * that cannot be read stay as they are: they refer to nothing yet.
 */
export const renameNode = (text: string, from: string, to: string): string => inTemplate(text, stepCalled(from), to);
/** The same for a bare expression. */
export const renameNodeInExpression = (text: string, from: string, to: string): string => inExpression(text, stepCalled(from), to);

/** Rewrites every reference to an input, which is called as it stands below the Start of that name. */
export const renameInput = (text: string, start: string, from: string, to: string): string => inTemplate(text, inputOf(start, from), to);
/** The same for a bare expression. */
export const renameInputInExpression = (text: string, start: string, from: string, to: string): string =>
  inExpression(text, inputOf(start, from), to);

/** The part of a reference that is rewritten. */
type Find = (reference: Reference) => Reference["nameSpan"];
const stepCalled =
  (wanted: string): Find =>
  ({ root, name, nameSpan }) =>
    root === "steps" && name === wanted ? nameSpan : undefined;
const inputOf =
  (start: string, wanted: string): Find =>
  ({ root, name, path, pathSpan }) =>
    root === "steps" && name === start && path[0] === wanted ? pathSpan : undefined;

function inTemplate(text: string, find: Find, to: string): string {
  let result = text;
  for (const piece of splitForRename(text).reverse()) {
    if (piece.kind === "expression")
      result = result.slice(0, piece.start) + inExpression(text.slice(piece.start, piece.end), find, to) + result.slice(piece.end);
  }
  return result;
}

function inExpression(text: string, find: Find, to: string): string {
  let result = text;
  for (const reference of referencesOf(text).toReversed()) {
    const span = find(reference);
    if (span) result = result.slice(0, span.start) + quoteName(to) + result.slice(span.end);
  }
  return result;
}

function splitForRename(text: string) {
  try {
    return splitTemplate(text);
  } catch (error) {
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}

function referencesOf(text: string) {
  try {
    return compileText(text, 0).references;
  } catch (error) {
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}
