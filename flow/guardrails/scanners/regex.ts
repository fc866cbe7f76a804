import { RE2JS } from "re2js";
import * as z from "zod";
import { compileRegex } from "../../expressions/regex.ts";
import { declareScanner, type Match } from "../scanner.ts";

const maxPatterns = 50;
/** More would not be shown, and each is a step of the walk. */
const maxMatches = 1_000;

const settings = z.strictObject({
  patterns: z
    .array(
      z
        .string()
        .min(1)
        .max(1_000)
        .refine(compiles, "The regular expression is not valid. Use RE2 syntax, without look-around and back-references."),
    )
    .min(1)
    .max(maxPatterns)
    .meta({ title: "Patterns", description: "Regular expressions in RE2 syntax, which run in linear time." }),
  mode: z
    .enum(["block", "require"])
    .default("block")
    .meta({ title: "Mode", description: "Block texts that match a pattern, or require every text to match one." }),
  ignoreCase: z.boolean().default(false).meta({ title: "Ignore case" }),
});

function compiles(pattern: string): boolean {
  try {
    compileRegex(pattern);
    return true;
  } catch {
    return false;
  }
}

/** Finds texts that match a pattern, or that match none. Looks at the text as it is, undisguised or not. */
export const regex = declareScanner({
  type: "regex",
  title: "Regex",
  summary: "Blocks texts that match a pattern, or texts that match none.",
  sides: ["input", "output"],
  settings,
  defaultThreshold: 0.5,
  scan({ settings: { patterns, mode, ignoreCase }, text: { original } }) {
    const matches = patterns.flatMap((pattern) => findAll(pattern, ignoreCase, original));
    if (mode === "block") return { score: matches.length > 0 ? 1 : 0, matches };
    return { score: matches.length > 0 ? 0 : 1, matches: [] };
  },
});

function findAll(pattern: string, ignoreCase: boolean, text: string): Match[] {
  // Checked by its schema; this refuses a text that is too long for the pattern.
  if (!compileRegex(pattern, ignoreCase ? "i" : "").test(text)) return [];
  const matcher = RE2JS.compile(RE2JS.translateRegExp(pattern), ignoreCase ? RE2JS.CASE_INSENSITIVE : 0).matcher(text);
  const found: Match[] = [];
  while (found.length < maxMatches && matcher.find()) found.push({ start: matcher.start(), end: matcher.end(), label: pattern });
  return found;
}
