/** Case does not matter to masking: expressions change it, and hexadecimal digits come in both. Keeps every character's place. */
export function foldCase(text: string): string {
  const folded = text.toLowerCase();
  // The one letter whose lower case is longer.
  return folded.length === text.length ? folded : text.replaceAll("İ", "i").toLowerCase();
}
