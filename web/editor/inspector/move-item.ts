/** The list with one item before the one that stood above it; the same list where there is none. */
export function moveUp<T>(list: readonly T[], at: number): readonly T[] {
  if (at <= 0) return list;
  return list.toSpliced(at - 1, 2, list[at]!, list[at - 1]!);
}
