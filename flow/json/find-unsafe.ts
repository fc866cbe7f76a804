import { pointer, type Issue } from "../problems/issue.ts";

/**
 * The first part of a JSON value that must not be let in: deeper than `maxDepth`, a key that would reach a prototype,
 * or text with half a surrogate pair, which no UTF-8 can carry. Walks without recursion, so that depth cannot hurt it.
 */
export function findUnsafe(value: unknown, maxDepth: number): Issue | undefined {
  const open: { value: unknown; path: Path | null; depth: number }[] = [{ value, path: null, depth: 0 }];
  while (open.length > 0) {
    const { value: current, path, depth } = open.pop()!;
    if (typeof current === "string") {
      if (!current.isWellFormed())
        return {
          path: pointerOf(path),
          code: "lone_surrogate",
          message: "This text contains half of a surrogate pair. Send well-formed Unicode.",
        };
      continue;
    }
    if (typeof current !== "object" || current === null) continue;
    if (depth >= maxDepth)
      return { path: pointerOf(path), code: "too_deep", message: `Values can be nested at most ${maxDepth} levels deep.` };
    if (Array.isArray(current)) {
      for (let i = current.length - 1; i >= 0; i--) open.push({ value: current[i], path: { key: i, above: path }, depth: depth + 1 });
      continue;
    }
    for (const key of Object.keys(current)) {
      const below = { key, above: path };
      if (key === "__proto__") return { path: pointerOf(below), code: "forbidden_key", message: 'A key cannot be named "__proto__".' };
      if (!key.isWellFormed())
        return {
          path: pointerOf(path),
          code: "lone_surrogate",
          message: "A key here contains half of a surrogate pair. Send well-formed Unicode.",
        };
      open.push({ value: (current as Record<string, unknown>)[key], path: below, depth: depth + 1 });
    }
  }
  return undefined;
}

interface Path {
  readonly key: string | number;
  readonly above: Path | null;
}
function pointerOf(path: Path | null): string {
  const parts: (string | number)[] = [];
  for (let at = path; at; at = at.above) parts.unshift(at.key);
  return pointer(parts);
}
