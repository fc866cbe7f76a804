import type { Span } from "../text/mapped-text.ts";
import { isWordUnit, standsAlone } from "../text/word-units.ts";

/** Endings of English, German, French and Spanish words that change nothing about what they mean. The longest come first. */
const endings = [
  "ations",
  "ation",
  "ungen",
  "ments",
  "ment",
  "ings",
  "ung",
  "ing",
  "ies",
  "ern",
  "en",
  "er",
  "es",
  "ed",
  "em",
  "s",
  "e",
  "n",
  "y",
];
const minStem = 3;

/** A word without its ending, and without the one before it: “elections” and “election” come to the same. */
function stemOf(word: string): string {
  return withoutEnding(withoutEnding(word));
}

function withoutEnding(word: string): string {
  const ending = endings.find((end) => word.endsWith(end) && word.length - end.length >= minStem);
  return ending === undefined ? word : word.slice(0, -ending.length);
}

interface Word extends Span {
  readonly stem: string;
}

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (let i = 0; i < text.length;) {
    if (!isWordUnit(text.charCodeAt(i))) {
      i++;
      continue;
    }
    const start = i++;
    if (!standsAlone(text.charCodeAt(start)))
      while (i < text.length && isWordUnit(text.charCodeAt(i)) && !standsAlone(text.charCodeAt(i))) i++;
    words.push({ start, end: i, stem: stemOf(text.slice(start, i)) });
  }
  return words;
}

/** The places of key words and phrases (folded texts), in any inflection. */
export function findKeywords(text: string, keywords: readonly string[]): Span[] {
  const byStem = new Map<string, string[][]>();
  for (const keyword of keywords) {
    const [first = "", ...rest] = wordsOf(keyword).map(({ stem }) => stem);
    if (first !== "") byStem.set(first, [...(byStem.get(first) ?? []), rest]);
  }
  const words = wordsOf(text);
  return words.flatMap(({ start, end, stem }, k) =>
    (byStem.get(stem) ?? [])
      .filter((rest) => rest.every((part, n) => words[k + 1 + n]?.stem === part))
      .map((rest) => ({ start, end: words[k + rest.length]?.end ?? end })),
  );
}
