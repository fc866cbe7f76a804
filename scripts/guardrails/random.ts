/** Chance that is the same each time: mulberry32. Answers numbers from 0 up to 1, not included. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The list in another order. */
export function shuffle<T>(list: readonly T[], random: () => number): T[] {
  const shuffled = [...list];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const k = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[k]] = [shuffled[k] as T, shuffled[i] as T]; // Both places exist.
  }
  return shuffled;
}

/** Some sentence of a grammar: `(a|b|c)` chooses, `{name}` is a line of another list. */
export function expand(template: string, lists: Readonly<Record<string, readonly string[]>>, random: () => number): string {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)];
  let text = template;
  for (let depth = 0; depth < 12; depth++) {
    const next = text
      .replace(/\{(\w+)\}/g, (_, name: string) => pick(lists[name] ?? []) ?? "")
      .replace(/\(([^()]*\|[^()]*)\)/g, (_, choices: string) => pick(choices.split("|")) ?? "");
    if (next === text) break;
    text = next;
  }
  return text
    .replace(/\s+([,.?!])/g, "$1")
    .replace(/ {2,}/g, " ")
    .trim();
}
