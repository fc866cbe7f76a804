import { isWordUnit } from "./word-units.ts";

/** Fewer letters than this in a row, each on its own, are initials or a list. */
const minLetters = 4;
/** What stands between the letters of a word that was pulled apart, and between two such words. */
const maxGap = 5;

/** Space, no-break space, tab, line feed, and . - _ * | ~ + / , · • */
const gaps = new Set([0x20, 0xa0, 0x09, 0x0a, ...Array.from(".-_*|~+/,·•").map((sign) => sign.charCodeAt(0))]);

/** The letters from `start` on that stand alone, each a short gap after the one before. */
function readRun(units: Uint16Array, start: number): number[] {
  const letters = [start];
  for (let end = start + 1; ;) {
    let next = end;
    while (next < units.length && next - end < maxGap && gaps.has(units[next] ?? 0)) next++;
    if (next === end || !standsApart(units, next)) return letters;
    letters.push(next);
    end = next + 1;
  }
}

function standsApart(units: Uint16Array, at: number): boolean {
  return (
    isWordUnit(units[at] ?? 0) && !(at > 0 && isWordUnit(units[at - 1] ?? 0)) && !(at + 1 < units.length && isWordUnit(units[at + 1] ?? 0))
  );
}

/**
 * Finds words that were pulled apart (“i g n o r e”, “i.g.n.o.r.e”) and answers which units to keep, in order: within a
 * word the letters only, and -1 for a space where the gap is wider than the others.
 */
export function joinSpaced(units: Uint16Array): Int32Array {
  const kept = new Int32Array(units.length);
  let count = 0;
  for (let i = 0; i < units.length;) {
    const letters = standsApart(units, i) ? readRun(units, i) : [];
    const end = (letters.at(-1) ?? i) + 1;
    if (letters.length < minLetters) {
      // Kept as a whole: no unit is looked at twice.
      while (i < end) kept[count++] = i++;
      continue;
    }
    let narrowest = maxGap;
    for (let k = 1; k < letters.length; k++) narrowest = Math.min(narrowest, (letters[k] ?? 0) - (letters[k - 1] ?? 0) - 1);
    for (let k = 0; k < letters.length; k++) {
      if (k > 0 && (letters[k] ?? 0) - (letters[k - 1] ?? 0) - 1 > narrowest) kept[count++] = -1;
      kept[count++] = letters[k] ?? 0;
    }
    i = end;
  }
  return kept.subarray(0, count);
}
