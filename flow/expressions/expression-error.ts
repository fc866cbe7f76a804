/**
 * `expression_syntax`: the text is not an expression. `expression_limit`: it needs more than it may use.
 * `expression_failed`: anything else.
 */
export type ExpressionErrorCode = "expression_syntax" | "expression_limit" | "expression_failed";

/** What an expression ends in when it cannot be read or evaluated. Recognised by `code`. */
export class ExpressionError extends Error {
  readonly code: ExpressionErrorCode;
  readonly suggestion: string;
  /** Characters from 0 in the whole text, near what is wrong. */
  readonly position: number | undefined;
  /** The error's code in JSONata's documentation, where it comes from there. */
  readonly jsonataCode: string | undefined;

  constructor(code: ExpressionErrorCode, message: string, suggestion: string, position?: number, jsonataCode?: string) {
    super(message);
    this.name = "ExpressionError";
    this.code = code;
    this.suggestion = suggestion;
    this.position = position;
    this.jsonataCode = jsonataCode;
  }
}

const codes: readonly unknown[] = ["expression_syntax", "expression_limit", "expression_failed"] satisfies ExpressionErrorCode[];

/** True for an ExpressionError, also one that lost its class on the way between objects. */
export function isExpressionError(error: unknown): error is ExpressionError {
  return typeof error === "object" && error !== null && "code" in error && codes.includes(error.code);
}
