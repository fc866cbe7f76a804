import { ExpressionError } from "./expression-error.ts";

/** `start` and `end` are those of the expression between the braces, in the whole text. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "expression"; readonly start: number; readonly end: number };

/** Splits a text at its `{{ … }}`. Braces inside strings, names, comments, regular expressions and objects of an expression do not end it. */
export function splitTemplate(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let open = text.indexOf("{{"); open !== -1; open = text.indexOf("{{", from)) {
    if (open > from) pieces.push({ kind: "text", text: text.slice(from, open) });
    const end = endOfExpression(text, open + 2);
    if (end === -1)
      throw new ExpressionError(
        "expression_syntax",
        "The expression that starts with {{ is not closed with }}.",
        "Close the expression with }}, and check that its quotes and brackets are closed.",
        open,
      );
    pieces.push({ kind: "expression", start: open + 2, end });
    from = end + 2;
  }
  if (from < text.length) pieces.push({ kind: "text", text: text.slice(from) });
  return pieces;
}

const word = /[\p{L}\p{N}_$]+/uy;

/** The position of the braces that end the expression, or -1. */
function endOfExpression(text: string, start: number): number {
  let depth = 0;
  /** After a value, `/` divides; elsewhere it starts a regular expression. */
  let afterValue = false;
  for (let i = start; i < text.length;) {
    const char = text[i]!;
    if (char === "}" && depth === 0) return text[i + 1] === "}" ? i : -1;
    if (" \t\n\r\v".includes(char)) {
      i++;
      continue;
    }
    if (char === "/" && text[i + 1] === "*") {
      const close = text.indexOf("*/", i + 2);
      if (close === -1) return -1;
      i = close + 2;
      continue;
    }
    word.lastIndex = i;
    const found = word.exec(text);
    if (found) {
      i = word.lastIndex;
      afterValue = !["and", "or", "in"].includes(found[0]);
    } else if (char === '"' || char === "'" || char === "`") {
      i = afterQuoted(text, i);
      afterValue = true;
    } else if (char === "/" && !afterValue) {
      i = afterRegex(text, i);
      afterValue = true;
    } else if (char === "*" || char === "%") {
      // Where a value is expected these are the wildcards and the parent, which are values.
      i += !afterValue && text.startsWith("**", i) ? 2 : 1;
      afterValue = !afterValue;
    } else {
      if (char === "{") depth++;
      else if (char === "}") depth--;
      i++;
      afterValue = char === ")" || char === "]" || char === "}";
    }
  }
  return -1;
}

function afterQuoted(text: string, start: number): number {
  const quote = text[start];
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === "\\" && quote !== "`") i++;
    else if (text[i] === quote) return i + 1;
  }
  return text.length;
}

/** As JSONata reads it: a slash ends it outside of brackets and where no backslash stands before it. */
function afterRegex(text: string, start: number): number {
  let depth = 0;
  for (let i = start + 1; i < text.length; i++) {
    const char = text[i]!;
    if (char === "\\") i++;
    else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth--;
    else if (char === "/" && depth === 0) return i + 1;
  }
  return text.length;
}
