export interface Pair<Item> {
  readonly before: Item;
  readonly after: Item;
}

export interface PairedUp<Item> {
  readonly pairs: readonly Pair<Item>[];
  /** What found no partner, in the order in which it stood. */
  readonly before: readonly Item[];
  readonly after: readonly Item[];
}

/** Pairs the items of two lists that have the same key; of several, the first with the first. */
export function pairUp<Item>(before: readonly Item[], after: readonly Item[], keyOf: (item: Item) => string): PairedUp<Item> {
  const waiting = Map.groupBy(after.keys(), (index) => keyOf(after[index]!));
  for (const indexes of waiting.values()) indexes.reverse();
  const matched = new Set<number>();
  const pairs: Pair<Item>[] = [];
  const left = before.filter((item) => {
    const index = waiting.get(keyOf(item))?.pop();
    if (index === undefined) return true;
    matched.add(index);
    pairs.push({ before: item, after: after[index]! });
    return false;
  });
  return { pairs, before: left, after: after.filter((_, index) => !matched.has(index)) };
}
