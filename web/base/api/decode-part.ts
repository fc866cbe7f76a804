/** A part of an address in plain text; undefined where its escapes are not UTF-8, which leads nowhere. */
export function decodePart(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
