import { ExpressionError } from "./expression-error.ts";

/**
 * What JSONata's error codes mean, in our words. Its own sentences quote values of the run, which may be secrets, so
 * they are never shown; `{token}` is the operator or function, which stands in the text anyway.
 */
const sentences: Readonly<Record<string, readonly [message: string, suggestion: string]>> = {
  S0101: ["A text has no closing quote.", "Close the text with the same quote that opens it."],
  S0102: ["A number is too large.", "Use a smaller number."],
  S0103: ["A text contains an unknown escape sequence.", "Write \\\\ for a backslash."],
  S0104: ["An escape sequence \\u needs 4 hexadecimal digits.", "Write it like \\u00e9."],
  S0105: ["A quoted name has no closing backtick.", "Close the name with `."],
  S0106: ["A comment has no end.", "Close the comment with */."],
  S0201: ["{token} is not expected here.", "Check the text before it. An operator or bracket may be missing, or there is one too many."],
  S0202: ["{token} is not expected here.", "Check that brackets and quotes are closed."],
  S0203: ["The expression is incomplete.", "Check that brackets and quotes are closed."],
  S0204: ["{token} is not an operator.", "Use one of JSONata's operators, such as = != < > & and or in."],
  S0207: ["The expression is incomplete.", "Complete the expression, or remove the last operator."],
  S0208: ["A function parameter must start with $.", "Write function($name){ … }."],
  S0211: ["{token} cannot stand before a value.", "Add a value on its left side."],
  S0212: ["The left side of := must be a variable.", "Write $name := value. To compare, use =."],
  S0213: [
    "A number or constant cannot be a step of a path.",
    "Use [0] for an item of a list, and backticks for a name that starts with a digit.",
  ],
  S0217: ["The operator % has no parent to refer to here.", "Use % only inside a path."],
  S0301: ["A regular expression is empty.", "Write a pattern between the slashes."],
  S0302: ["A regular expression has no closing slash.", "Close it with /."],
  D1001: ["A number is too large or undefined, for example after a division by zero.", "Check the numbers in the expression."],
  D1002: ["There is a minus sign before a value that is not a number.", "Convert the value to a number with $number first."],
  T1003: ["An object key is not text.", "Convert the key to text with $string."],
  D1004: [
    "A regular expression matches empty text, which would never end.",
    "Change the pattern so that it matches at least one character.",
  ],
  T1005: ["{token} is not a function.", "Functions start with $, for example ${token}()."],
  T1006: [
    "The expression calls something that is not a function.",
    "Functions start with $, for example $sum(…). Check the function's name.",
  ],
  T1007: ["{token} is not a function.", "Functions start with $, for example ${token}()."],
  T1008: [
    "The expression calls something that is not a function.",
    "Functions start with $, for example $sum(…). Check the function's name.",
  ],
  D1009: ["Two keys of an object are the same.", "Use each key only once."],
  T2001: ["The left side of {token} is not a number.", "Convert it to a number with $number first."],
  T2002: ["The right side of {token} is not a number.", "Convert it to a number with $number first."],
  T2003: ["The left side of .. is not a whole number.", "Use whole numbers for a range."],
  T2004: ["The right side of .. is not a whole number.", "Use whole numbers for a range."],
  T2006: ["The right side of ~> is not a function.", "Use a function such as $sum."],
  T2007: ["The values to sort by have different types.", "Sort by values that are all numbers or all text."],
  T2008: ["A value to sort by is neither a number nor text.", "Sort by values that are all numbers or all text."],
  T2009: [
    "The two sides of {token} have different types.",
    "Compare numbers with numbers and text with text. Use $number and $string to convert.",
  ],
  T2010: ["{token} only compares numbers and text.", "Compare numbers or text, or use =, which works for all types."],
  T0410: ["An argument of {token} has the wrong type.", "Check the types that the function accepts. Use $number and $string to convert."],
  T0411: ["The context value for {token} has the wrong type.", "Pass the argument to the function."],
  T0412: [
    "A list for {token} contains items of the wrong type.",
    "Check the types that the function accepts. Use $number and $string to convert.",
  ],
  D3001: ["A number that is too large or undefined cannot be converted to text.", "Check the numbers in the expression."],
  D3030: ["A value cannot be converted to a number.", "Check the value. $number accepts text such as 12.5."],
  D3060: ["The square root of a negative number does not exist.", "Check the number."],
  D3061: ["A power is too large.", "Check the numbers."],
  D3110: ["A text is not an ISO 8601 time.", "Use text such as 2026-01-31T12:00:00Z, or pass a picture to $toMillis."],
  D3138: ["$single found more than one match.", "Use a narrower condition, or use $filter."],
  D3139: ["$single found no match.", "Use a wider condition, or use $filter."],
};

/** The ExpressionError for any error from JSONata. `offset` is the start of the expression in the whole text. */
export function toExpressionError(thrown: unknown, offset: number): ExpressionError {
  const error = (typeof thrown === "object" && thrown !== null ? thrown : {}) as {
    code?: unknown;
    position?: unknown;
    token?: unknown;
    message?: unknown;
  };
  const position = typeof error.position === "number" ? offset + error.position : undefined;
  if (thrown instanceof ExpressionError) return new ExpressionError(thrown.code, thrown.message, thrown.suggestion, position);
  const jsonataCode = typeof error.code === "string" ? error.code : undefined;
  if (jsonataCode === "D2014" || jsonataCode === "D2015")
    return new ExpressionError(
      "expression_limit",
      "The expression creates a list that is too long.",
      "Use a shorter list, or use a Script node.",
      position,
      jsonataCode,
    );
  // A native that recursed over too deep a value; nothing is left half done by it.
  if (thrown instanceof RangeError)
    return new ExpressionError(
      "expression_limit",
      "The expression exceeds the depth or memory limit.",
      "Simplify the expression, or use a Script node.",
      position,
    );
  // The message of $error and $assert is the builder's own.
  if (jsonataCode === "D3137" || jsonataCode === "D3141")
    return new ExpressionError(
      "expression_failed",
      String(error.message).slice(0, 1000),
      "The expression raises this error itself.",
      position,
      jsonataCode,
    );
  const kind = jsonataCode?.startsWith("S") === true ? "expression_syntax" : "expression_failed";
  const [message, suggestion] = sentences[jsonataCode ?? ""] ?? [
    kind === "expression_syntax" ? "The expression is not valid." : "The expression cannot be evaluated with this data.",
    "Check the expression against the documentation at docs.jsonata.org.",
  ];
  const token =
    typeof error.token === "string" || typeof error.token === "number"
      ? String(error.token)
          .replace(/^&(?=.)/, "")
          .slice(0, 100)
      : "This";
  return new ExpressionError(kind, message.replaceAll("{token}", token), suggestion.replaceAll("{token}", token), position, jsonataCode);
}
