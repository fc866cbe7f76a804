import { splitTemplate } from "../expressions/split-template.ts";

/**
 * A JSON text with `{{ … }}` in it, as a value whose strings are templates. Throws a SyntaxError where it is no JSON
 * even so, and an ExpressionError where an expression does not end.
 *
 * A text that is JSON as it stands is taken as that. Else its expressions are made part of strings first: one outside any
 * string (`{"n": {{steps.Start.n}}}`) becomes a string of its own, one inside may have quotes of its own unescaped.
 */
export function parseJsonTemplate(text: string): unknown {
  return JSON.parse(quotedJson(text));
}

/** The same as a JSON text: as it stands where it is JSON, else with its expressions quoted. Throws alike. */
export function quotedJson(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    const quoted = quoteExpressions(text);
    JSON.parse(quoted);
    return quoted;
  }
}

function quoteExpressions(text: string): string {
  let inString = false;
  let result = "";
  for (const piece of splitTemplate(text)) {
    if (piece.kind === "text") {
      for (const found of piece.text.matchAll(/\\.|"/gs)) if (found[0] === '"') inString = !inString;
      result += piece.text;
      continue;
    }
    const quoted = JSON.stringify(`{{${text.slice(piece.start, piece.end)}}}`);
    result += inString ? quoted.slice(1, -1) : quoted;
  }
  return result;
}
