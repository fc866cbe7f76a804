import { limits } from "../limits.ts";

/**
 * The headers of an answer as a run keeps them: names in lower case, several Set-Cookie lines joined by line breaks
 * because their values contain commas, other repeated headers joined by ", ". Headers beyond the bounds of number and
 * size are left out whole, so that no value is ever a piece of itself.
 */
export function keepHeaders(headers: Iterable<readonly [string, string]>): Record<string, string> {
  const kept = new Map<string, string>();
  let characters = 0;
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const before = kept.get(key);
    if (before === undefined && kept.size >= limits.maxAnswerHeaders) continue;
    if (characters + key.length + value.length > limits.maxAnswerHeaderChars) continue;
    characters += key.length + value.length;
    kept.set(key, before === undefined ? value : `${before}${key === "set-cookie" ? "\n" : ", "}${value}`);
  }
  // fromEntries defines own properties, so that a header named __proto__ stays data.
  return Object.fromEntries(kept);
}
