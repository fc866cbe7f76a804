import { ExpressionError } from "./expression-error.ts";

/** `start` and `end` are those of the expression between the braces, in the whole text. */
export type Piece = { readonly kind: "text"; readonly text: string } | { readonly kind: "expression"; readonly start: number; readonly end: number };

/** Splits a text at its `{{ … }}`. Braces inside strings, names, comments, regular expressions and objects of an expression do not end it. */
export function splitTemplate(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let open = text.indexOf("{{"); open !== -1; open = text.indexOf("{{", from)) {
    if (open > from) pieces.push({ kind: "text", text: text.slice(from, open) });
    const end = endOfExpression(text, open + 2);
    if (end === -1) throw new ExpressionError("expression_syntax", "The expression that begins with {{ has no }} that ends it.", "Close the expression with }}.", open);
    pieces.push({ kind: "expression", start: open + 2, end });
    from = end + 2;
  }
  if (from < text.length) pieces.push({ kind: "text", text: text.slice(from) });
  return pieces;
}

function endOfExpression(text: string, start: number): number {
  let depth = 0;
  /** True after a name, a literal or a closing bracket: there `/` divides, elsewhere it begins a regular expression. */
  let afterOperand = false;
  for (let i = start; i < text.length; i++) {
    const char = text[i]!;
    if (char === "}" && depth === 0) {
      if (text[i + 1] === "}") return i;
      return -1;
    }
    if (char === '"' || char === "'" || char === "`") i = endOfQuoted(text, i, char);
    else if (char === "/" && text[i + 1] === "*") {
      const close = text.indexOf("*/", i + 2);
      if (close === -1) return -1;
      i = close + 1;
      continue;
    } else if (char === "/" && !afterOperand) i = endOfRegex(text, i);
    else if (char === "{") depth++;
    else if (char === "}") depth--;
    else if (/\s/.test(char)) continue;
    if (i === -1) return -1;
    afterOperand = /[\p{L}\p{N}_$"'`)\]}/]/u.test(text[i]!) && !(char === "/" && i === text.indexOf("/", i) && afterOperand);
  }
  return -1;
}

function endOfQuoted(text: string, start: number, quote: string): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === "\\" && quote !== "`") i++;
    else if (text[i] === quote) return i;
  }
  return text.length;
}

function endOfRegex(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "/") return i;
  }
  return text.length;
}
