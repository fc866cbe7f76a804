/**
 * What a typed text is as the value of an output: with an expression in it a template; else a value of the declared
 * type where the text spells one. A text stays a text where the output is one or is not declared.
 */
export function readConstant(text: string, type: "string" | "number" | "boolean" | "json" | undefined): unknown {
  if (type === undefined || type === "string" || text.includes("{{")) return text;
  try {
    const value: unknown = JSON.parse(text);
    // Only what is written as it will be shown: else a half-typed 1.0 would turn into 1 under the caret.
    const fits = type === "json" ? typeof value === "object" : typeof value === type;
    return fits && JSON.stringify(value, null, type === "json" ? 2 : 0) === text ? value : text;
  } catch {
    return text;
  }
}
