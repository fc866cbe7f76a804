import { splitTemplate } from "../expressions/split-template.ts";

/**
 * A JSON text with `{{ … }}` in it, as a value whose strings are templates. Throws a SyntaxError if it is not valid
 * JSON even so, and an ExpressionError if an expression does not end.
 *
 * A text that is valid JSON is parsed unchanged. Otherwise its expressions are first made part of strings. An
 * expression outside any string (`{"n": {{steps.Start.n}}}`) becomes a string of its own. An expression inside a string
 * may contain unescaped quotes.
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
