import { ExpressionError } from "./expression-error.ts";

/**
 * What JSONata's error codes mean, in our words. Its own sentences quote values of the run, which may be secrets, so
 * they are never shown; `{token}` is the operator or function, which stands in the text anyway.
 */
const sentences: Readonly<Record<string, readonly [message: string, suggestion: string]>> = {
  S0101: ["A text has no closing quote.", "Close the text with the quote that it begins with."],
  S0102: ["A number is too large.", "Use a smaller number."],
  S0103: ["A text holds an escape sequence that does not exist.", "Write \\\\ for a backslash."],
  S0104: ["An escape sequence \\u needs 4 hexadecimal digits.", "Write it as in \\u00e9."],
  S0105: ["A quoted name has no closing backtick.", "Close the name with `."],
  S0106: ["A comment has no end.", "Close the comment with */."],
  S0201: ["{token} is not expected here.", "Check what stands before it: an operator or a bracket may be missing or too many."],
  S0202: ["Something else is expected in place of {token}.", "Check that brackets and quotes are closed."],
  S0203: ["The expression ends too early.", "Check that brackets and quotes are closed."],
  S0204: ["{token} is no operator.", "Use one of JSONata's operators, such as = != < > & and or in."],
  S0207: ["The expression ends too early.", "Complete the expression, or remove the last operator."],
  S0208: ["A parameter of a function must begin with $.", "Write function($name){ … }."],
  S0211: ["{token} cannot stand before a value.", "Put a value on its left side."],
  S0212: ["The left side of := must be a variable.", "Write $name := value. To compare use =."],
  S0213: [
    "A number or constant cannot be a step of a path.",
    "Use [0] for an item of a list, and backticks for a name that begins with a digit.",
  ],
  S0217: ["The operator % has no parent to refer to here.", "Use % only inside a path."],
  S0301: ["A regular expression is empty.", "Write a pattern between the slashes."],
  S0302: ["A regular expression has no closing slash.", "Close it with /."],
  D1001: ["A number is too large or undefined, as in a division by zero.", "Check the numbers that the expression calculates with."],
  D1002: ["A minus sign stands before a value that is no number.", "Turn the value into a number with $number first."],
  T1003: ["A key of an object is no text.", "Turn the key into text with $string."],
  D1004: [
    "A regular expression matches the empty text, which would never end.",
    "Change the pattern so that it matches at least one character.",
  ],
  T1005: ["{token} is no function.", "Functions begin with $, as in ${token}()."],
  T1006: ["Something that is no function is called.", "Functions begin with $, as in $sum(…). Check the function's name."],
  T1007: ["{token} is no function.", "Functions begin with $, as in ${token}()."],
  T1008: ["Something that is no function is called.", "Functions begin with $, as in $sum(…). Check the function's name."],
  D1009: ["Two keys of an object are the same.", "Give each key once."],
  T2001: ["The left side of {token} is no number.", "Turn it into a number with $number first."],
  T2002: ["The right side of {token} is no number.", "Turn it into a number with $number first."],
  T2003: ["The left side of .. is no whole number.", "Use whole numbers for a range."],
  T2004: ["The right side of .. is no whole number.", "Use whole numbers for a range."],
  T2006: ["The right side of ~> is no function.", "Put a function such as $sum there."],
  T2007: ["The values to sort by are of different types.", "Sort by values that are all numbers or all texts."],
  T2008: ["A value to sort by is neither number nor text.", "Sort by values that are all numbers or all texts."],
  T2009: [
    "The two sides of {token} are of different types.",
    "Compare numbers with numbers and texts with texts; $number and $string convert.",
  ],
  T2010: ["{token} compares only numbers and texts.", "Compare a number or a text; = works for every type."],
  T0410: ["An argument of {token} has the wrong type.", "Check the types that the function takes; $number and $string convert."],
  T0411: ["The value that {token} would take from its context has the wrong type.", "Give the function its argument."],
  T0412: [
    "A list given to {token} holds items of the wrong type.",
    "Check the types that the function takes; $number and $string convert.",
  ],
  D3001: ["A number that is too large or undefined cannot become text.", "Check the numbers that the expression calculates with."],
  D3030: ["A value cannot be turned into a number.", "Check the value; $number takes texts such as 12.5."],
  D3060: ["The square root of a negative number does not exist.", "Check the number."],
  D3061: ["A power is too large.", "Check the numbers."],
  D3110: ["A text is no ISO 8601 time.", "Use a text such as 2026-01-31T12:00:00Z, or give $toMillis a picture."],
  D3138: ["$single found more than one match.", "Make the condition narrower, or use $filter."],
  D3139: ["$single found no match.", "Make the condition wider, or use $filter."],
};

/** The ExpressionError for anything that JSONata threw. `offset` is where the expression begins in the whole text. */
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
      "The expression makes a list that is too long.",
      "Make a shorter list, or use a Script node.",
      position,
      jsonataCode,
    );
  // A native that recursed over too deep a value; nothing is left half done by it.
  if (thrown instanceof RangeError)
    return new ExpressionError(
      "expression_limit",
      "The expression needs more depth or room than it may use.",
      "Do less in one expression, or use a Script node.",
      position,
    );
  // The message of $error and $assert is the builder's own.
  if (jsonataCode === "D3137" || jsonataCode === "D3141")
    return new ExpressionError(
      "expression_failed",
      String(error.message).slice(0, 1000),
      "The expression itself raises this error.",
      position,
      jsonataCode,
    );
  const kind = jsonataCode?.startsWith("S") === true ? "expression_syntax" : "expression_failed";
  const [message, suggestion] = sentences[jsonataCode ?? ""] ?? [
    kind === "expression_syntax" ? "The expression cannot be read." : "The expression cannot be evaluated with this data.",
    "Check the expression against the language's description at docs.jsonata.org.",
  ];
  const token =
    typeof error.token === "string" || typeof error.token === "number"
      ? String(error.token)
          .replace(/^&(?=.)/, "")
          .slice(0, 100)
      : "This";
  return new ExpressionError(kind, message.replaceAll("{token}", token), suggestion.replaceAll("{token}", token), position, jsonataCode);
}
