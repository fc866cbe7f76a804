import { RE2JS } from "re2js";
import { limits } from "../limits.ts";
import type { Budget } from "./budget.ts";
import { limitReached } from "./budget.ts";
import { ExpressionError } from "./expression-error.ts";

/** A regular expression that runs in time linear in the text, whatever the pattern. */
export interface LinearRegex {
  /**
   * True if the pattern is found anywhere in the text; throws an ExpressionError if the text is too long for it. `did`
   * receives the number of steps.
   */
  test(text: string, did?: (steps: number) => void): boolean;
}

/** Takes a pattern and any of the flags i, m and s; throws an ExpressionError where RE2 has no such syntax. */
export function compileRegex(pattern: string, flags = ""): LinearRegex {
  const compiled = compileLinear(pattern, flags);
  return {
    test(text, did) {
      checkWork(compiled, text.length);
      did?.(1 + stepsOf(compiled, text.length));
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
    compiled = RE2JS.compile(RE2JS.translateRegExp(shortProperties(pattern)), bits);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "it has an unknown form";
    throw new ExpressionError(
      "expression_syntax",
      `The regular expression /${pattern.slice(0, 100)}/ is not valid: ${reason}.`,
      "Use RE2 syntax, which has no look-around and no back-references.",
    );
  }
  if (compiled.programSize() > limits.maxRegexSize)
    throw limitReached(
      `The regular expression /${pattern.slice(0, 100)}/ is too large.`,
      "Use smaller repetitions and fewer alternatives.",
    );
  return compiled;
}

/** Unicode's long names of general categories, as ECMAScript takes them, by the short ones, which RE2 takes. */
const categories = new Map(
  `L Letter, Lu Uppercase_Letter, Ll Lowercase_Letter, Lt Titlecase_Letter, Lm Modifier_Letter, Lo Other_Letter, M Mark,
  M Combining_Mark, Mn Nonspacing_Mark, Mc Spacing_Mark, Me Enclosing_Mark, N Number, Nd Decimal_Number, Nd digit,
  Nl Letter_Number, No Other_Number, P Punctuation, P punct, Pc Connector_Punctuation, Pd Dash_Punctuation,
  Ps Open_Punctuation, Pe Close_Punctuation, Pi Initial_Punctuation, Pf Final_Punctuation, Po Other_Punctuation, S Symbol,
  Sm Math_Symbol, Sc Currency_Symbol, Sk Modifier_Symbol, So Other_Symbol, Z Separator, Zs Space_Separator,
  Zl Line_Separator, Zp Paragraph_Separator, C Other, Cc Control, Cc cntrl, Cf Format, Co Private_Use`
    .split(/,\s+/)
    .map((line) => line.split(" ") as [string, string]) // Each line has two words.
    .map(([short, long]) => [long, short]),
);

/** \p{Letter} as \p{L}, and \p{Script=Greek} as \p{Greek}; other escapes, an escaped backslash among them, stay. */
function shortProperties(pattern: string): string {
  return pattern.replace(/\\(?:([pP])\{(?:(?:General_Category|gc|Script|sc)=)?(\w+)\}|.)/gs, (whole, letter?: string, name = "") =>
    letter === undefined ? whole : `\\${letter}{${categories.get(name as string) ?? (name as string)}}`,
  );
}

/** What a match costs in steps of about a microsecond. */
function stepsOf(compiled: RE2JS, chars: number): number {
  return (compiled.programSize() * chars) >> 6;
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

/** A match as JSONata's functions take it; `next` looks from its end on. */
interface Match {
  readonly match: string;
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
  readonly next: () => Match | undefined;
}

/**
 * The function that represents a regular expression in JSONata. JSONata's own function stores the position of the last
 * match in one object for all users, of which there may be several in parallel. Here each match knows where the next
 * one starts. The function takes one parameter; otherwise $filter and $map would pass the index of an item as the
 * start.
 */
export function matcherOf(literal: RegExp, budget: Budget): (text: unknown) => Match | undefined {
  const compiled = prepareRegexLiteral(literal);
  return (text) => {
    if (typeof text !== "string")
      throw new ExpressionError(
        "expression_failed",
        "A regular expression was applied to a value that is not text.",
        "Convert the value to text with $string first.",
      );
    const matcher = compiled.matcher(text);
    const find = (from: number): Match | undefined => {
      checkWork(compiled, text.length - from);
      const found = matcher.find(from);
      const end = found ? matcher.end() : text.length;
      budget.charge(1 + stepsOf(compiled, end - from));
      if (!found) return undefined;
      const groups: (string | undefined)[] = [];
      for (let i = 1; i <= matcher.groupCount(); i++) groups.push(matcher.group(i) ?? undefined);
      const next = (): Match | undefined => {
        if (end >= text.length) return undefined;
        const following = find(end);
        // It would never move on.
        if (following?.match === "") throw Object.assign(new Error(), { code: "D1004" });
        return following;
      };
      return { match: matcher.group(0) ?? "", start: matcher.start(), end, groups, next };
    };
    return find(0);
  };
}
