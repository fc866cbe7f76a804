/** The place of the first text that stands in the list before. */
export function findDuplicate(texts: readonly string[]): number | undefined {
  const seen = new Set<string>();
  const index = texts.findIndex((text) => seen.size === seen.add(text).size);
  return index === -1 ? undefined : index;
}
