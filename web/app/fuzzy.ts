/**
 * How well a text fits what was typed: undefined where its letters are not all there in order, else a score that is the
 * higher the more of them stand together and at the beginnings of words.
 */
export function fuzzyScore(typed: string, text: string): number | undefined {
  const wanted = typed.toLowerCase().replace(/\s+/g, "");
  const given = text.toLowerCase();
  if (wanted === "") return 0;
  let best: number | undefined;
  // The first letter decides where a match starts; the rest follows as early as possible.
  for (let start = given.indexOf(wanted[0]!); start >= 0; start = given.indexOf(wanted[0]!, start + 1)) {
    const score = scoreFrom(wanted, given, start);
    if (score !== undefined && (best === undefined || score > best)) best = score;
  }
  return best === undefined ? undefined : best - given.length / 100;
}

function scoreFrom(wanted: string, given: string, start: number): number | undefined {
  let score = 0;
  let before = -2;
  let from = start;
  for (const letter of wanted) {
    const at = given.indexOf(letter, from);
    if (at < 0) return undefined;
    if (at === before + 1) score += 6;
    if (at === 0 || /[\s&/_.-]/.test(given[at - 1]!)) score += 8;
    score += 1;
    before = at;
    from = at + 1;
  }
  return score;
}
