import { RE2JS } from "re2js";
import { limits } from "../limits.ts";
import type { Budget } from "./budget.ts";
import { limitReached } from "./budget.ts";
import { ExpressionError } from "./expression-error.ts";

/** A regular expression that runs in time linear in the text, whatever the pattern. */
export interface LinearRegex {
  /** True where the pattern is found anywhere in the text; throws an ExpressionError where the text is too long for it. */
  test(text: string): boolean;
}

/** Takes a pattern and any of the flags i, m and s; throws an ExpressionError where RE2 has no such syntax. */
export function compileRegex(pattern: string, flags = ""): LinearRegex {
  const compiled = compileLinear(pattern, flags);
  return {
    test(text) {
      checkWork(compiled, text.length);
      return compiled.matcher(text).find();
    },
  };
}

function compileLinear(pattern: string, flags: string): RE2JS {
  let compiled: RE2JS;
  try {
    const bits =
      (flags.includes("i") ? RE2JS.CASE_INSENSITIVE : 0) |
      (flags.includes("m") ? RE2JS.MULTILINE : 0) |
      (flags.includes("s") ? RE2JS.DOTALL : 0);
    compiled = RE2JS.compile(RE2JS.translateRegExp(pattern), bits);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "it has an unknown form";
    throw new ExpressionError(
      "expression_syntax",
      `The regular expression /${pattern.slice(0, 100)}/ cannot be used: ${reason}.`,
      "Use RE2 syntax: it has no look-around and no back-references.",
    );
  }
  if (compiled.programSize() > limits.maxRegexSize)
    throw limitReached(
      `The regular expression /${pattern.slice(0, 100)}/ is too large.`,
      "Use smaller repetitions and fewer alternatives.",
    );
  return compiled;
}

function checkWork(compiled: RE2JS, chars: number): void {
  if (compiled.programSize() * chars > limits.maxRegexWork)
    throw limitReached(
      `A text of ${chars.toLocaleString("en")} characters is too long for this regular expression.`,
      "Shorten the text or simplify the pattern.",
    );
}

/** Compiled once for every RegExp that stands in an expression: JSONata makes an engine at each evaluation. */
const compiledByLiteral = new WeakMap<RegExp, RE2JS>();

/** Refuses a literal of an expression that RE2 cannot run, and keeps its compiled form. */
export function prepareRegexLiteral(literal: RegExp): RE2JS {
  let compiled = compiledByLiteral.get(literal);
  if (!compiled) compiledByLiteral.set(literal, (compiled = compileLinear(literal.source, literal.flags)));
  return compiled;
}

/** What JSONata takes as its `RegexEngine`: a global RegExp of which it uses `exec` and `lastIndex`. */
export function regexEngine(budget: Budget): new (literal: RegExp) => object {
  return class {
    lastIndex = 0;
    readonly #compiled: RE2JS;
    #text: string | undefined;
    #matcher: ReturnType<RE2JS["matcher"]> | undefined;

    constructor(literal: RegExp) {
      this.#compiled = prepareRegexLiteral(literal);
    }

    exec(text: string): ((string | undefined)[] & { index: number }) | null {
      if (typeof text !== "string")
        throw new ExpressionError(
          "expression_failed",
          "A regular expression was applied to a value that is no text.",
          "Turn the value into text with $string first.",
        );
      const from = this.lastIndex;
      if (from > text.length) {
        this.lastIndex = 0;
        return null;
      }
      checkWork(this.#compiled, text.length - from);
      if (this.#text !== text || !this.#matcher) {
        this.#text = text;
        this.#matcher = this.#compiled.matcher(text);
      }
      const matcher = this.#matcher;
      const found = matcher.find(from);
      const end = found ? matcher.end() : text.length;
      budget.charge(1 + (((end - from) * this.#compiled.programSize()) >> 6));
      if (!found) {
        this.lastIndex = 0;
        return null;
      }
      this.lastIndex = end;
      const groups: (string | undefined)[] = [];
      for (let i = 0; i <= matcher.groupCount(); i++) groups.push(matcher.group(i) ?? undefined);
      return Object.assign(groups, { index: matcher.start() });
    }
  };
}
