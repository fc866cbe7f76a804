/** No one reads the suggestions for more unknown names than this, and each suggestion compares all existing names. */
const maxSearches = 100;

/** A search for the nearest name that stops finding anything after its hundredth call. */
export function nearestNames(): typeof nearestName {
  let searches = 0;
  return (wanted, names) => (searches++ < maxSearches ? nearestName(wanted, names) : undefined);
}

/** The one of `names` that is most like `wanted`, where one is like it at all: at most two letters or a third differ. */
function nearestName(wanted: string, names: Iterable<string>): string | undefined {
  const folded = wanted.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.min(wanted.length - 1, Math.max(2, Math.floor(wanted.length / 3))) + 1;
  for (const name of names) {
    if (Math.abs(name.length - wanted.length) >= bestDistance) continue;
    const distance = editDistance(folded, name.toLowerCase(), bestDistance);
    if (distance >= bestDistance) continue;
    best = name;
    bestDistance = distance;
  }
  return best;
}

/** Levenshtein's distance, given up once it is certain to reach `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) row[j] = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    if (Math.min(...row) >= limit) return limit;
    above = row;
  }
  return above[b.length]!;
}
