/** The addresses in a text, each once; people paste them with commas, semicolons, spaces or lines between. */
export function splitAddresses(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((part) => part !== ""))];
}
