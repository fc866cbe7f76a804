import { compileText } from "./compile-text.ts";
import { ExpressionError } from "./expression-error.ts";
import { quoteName } from "./quote-name.ts";
import { splitTemplate } from "./split-template.ts";

/**
 * Rewrites every reference to the step `from` in a text with {{ expressions }} and changes nothing else. Expressions
 * that cannot be read stay as they are: they refer to nothing yet.
 */
export function renameNode(text: string, from: string, to: string): string {
  let result = text;
  for (const piece of splitForRename(text).reverse()) {
    if (piece.kind === "expression")
      result =
        result.slice(0, piece.start) + renameNodeInExpression(text.slice(piece.start, piece.end), from, to) + result.slice(piece.end);
  }
  return result;
}

/** The same for a bare expression. */
export function renameNodeInExpression(text: string, from: string, to: string): string {
  let result = text;
  for (const { root, name, nameSpan } of referencesOf(text).toReversed()) {
    if (root === "steps" && name === from && nameSpan)
      result = result.slice(0, nameSpan.start) + quoteName(to) + result.slice(nameSpan.end);
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
