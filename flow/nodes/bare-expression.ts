import { compileExpression, compileTemplate, type Template } from "../expressions/template.ts";

/** A setting that is an expression by itself; the braces of a template may stand around it all the same. */
export function compileBare(text: string): Template {
  return text.trimStart().startsWith("{{") ? compileTemplate(text.trim()) : compileExpression(text);
}
