import { errors, type ErrorCode } from "../problems/errors.ts";
import type { NodeError } from "../problems/node-error.ts";
import { isExpressionError } from "../expressions/expression-error.ts";
import type { NodeResult } from "./node.ts";

/** The failure for an error that was thrown while a node worked; rethrows bugs, which are not expected refusals. */
export function failureFrom(error: unknown): NodeResult {
  if (isExpressionError(error))
    return { kind: "fail", error: { code: "expression_failed", message: error.message, suggestion: error.suggestion, class: "other" } };
  const code = codeOf(error);
  if (!code) throw error;
  // Errors that carry a code of ours have the fields of a NodeError.
  const { message, suggestion, class: failureClass } = error as NodeError;
  return { kind: "fail", error: { code, message, ...(suggestion ? { suggestion } : {}), class: failureClass ?? "other" } };
}

/** Classes do not survive the trip between objects, codes do. */
function codeOf(error: unknown): ErrorCode | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  return Object.hasOwn(errors, error.code) ? (error.code as ErrorCode) : undefined; // It is a key of the table, as just seen.
}
