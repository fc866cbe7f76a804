/** A name as it is compared and sorted: names that look alike are alike. */
export function nameKey(name: string): string {
  return name.normalize("NFKC").replaceAll(/\s+/g, " ").trim().toLowerCase();
}
