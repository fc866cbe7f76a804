import { pointer, type Issue } from "#flow/problems/issue.ts";

/**
 * A copy of a JSON value in which half of a surrogate pair is replaced (U+FFFD), because UTF-8 cannot store it. `warn`
 * receives each text and key that has one. The depth of the value must be bounded.
 */
export function wellFormed(value: unknown, path: readonly string[], warn: (issue: Issue) => void): unknown {
  if (typeof value === "string") return wellFormedText(value, path, warn);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item, index) => wellFormed(item, [...path, String(index)], warn));
  // fromEntries creates own properties, so that a key `__proto__` stays a key.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const at = [...path, key.toWellFormed()];
      return [wellFormedText(key, at, warn), wellFormed(item, at, warn)];
    }),
  );
}

function wellFormedText(text: string, path: readonly string[], warn: (issue: Issue) => void): string {
  if (text.isWellFormed()) return text;
  const message = "This text contained half of a surrogate pair, which was replaced by “\ufffd”. Cut texts between whole characters.";
  warn({ path: pointer(path), code: "lone_surrogate", message });
  return text.toWellFormed();
}
