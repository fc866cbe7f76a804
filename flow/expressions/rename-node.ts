import { compileText } from "./compile-text.ts";
import { ExpressionError } from "./expression-error.ts";
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

/** A node's name as it is written behind `steps.`. */
export function quoteName(name: string): string {
  if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !["and", "or", "in", "true", "false", "null", "function", "λ"].includes(name)) return name;
  // JSONata knows no escape inside backticks; a text as a step of a path means the same.
  return name.includes("`") ? JSON.stringify(name) : `\`${name}\``;
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
