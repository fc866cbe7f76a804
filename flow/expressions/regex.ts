import { RE2JS } from "re2js";
import { ExpressionError } from "./expression-error.ts";

/** A regular expression that runs in time linear in the text, whatever the pattern. */
export interface LinearRegex {
  test(text: string): boolean;
}

/** Takes a pattern and any of the flags i and m; throws an ExpressionError where RE2 has no such syntax. */
export function compileRegex(pattern: string, flags = ""): LinearRegex {
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern), (flags.includes("i") ? RE2JS.CASE_INSENSITIVE : 0) | (flags.includes("m") ? RE2JS.MULTILINE : 0));
    return { test: (text) => compiled.matcher(text).find() };
  } catch (error) {
    throw new ExpressionError("expression_syntax", `The regular expression cannot be read: ${(error as Error).message}`, "Use RE2 syntax: no look-around and no back-references.");
  }
}
