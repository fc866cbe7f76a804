/** Changes a true example in one to three places, which reaches deeper than what is made up from a schema. */
import { hostileJson } from "./hostile.ts";
import type { Random } from "./random.ts";

/** The example as JSON text, with hostile texts in some places. */
export function mutated(example: unknown, random: Random): string {
  const marks = new Map<string, string>();
  const copy = structuredClone(example);
  for (let i = random.below(3); i >= 0; i--) mutateOnce(copy, random, marks);
  let text = JSON.stringify(copy);
  for (const [mark, replacement] of marks) text = text.replace(`"${mark}"`, () => replacement);
  return text;
}

function mutateOnce(value: unknown, random: Random, marks: Map<string, string>): void {
  let at = value;
  for (;;) {
    if (typeof at !== "object" || at === null) return;
    // Arrays are objects whose keys are their places.
    const parent = at as Record<string, unknown>;
    const keys = Object.keys(parent);
    if (keys.length === 0) return;
    const key = random.pick(keys);
    const child = parent[key];
    if (typeof child === "object" && child !== null && random.chance(0.85)) {
      at = child;
      continue;
    }
    const kind = random.below(5);
    if (kind === 0) delete parent[key];
    else if (kind === 1) parent[`${key}2`] = child;
    else if (kind === 2 && Array.isArray(at)) at.push(structuredClone(child));
    else {
      const mark = `mark-${marks.size}-${random.below(1e9)}`;
      marks.set(mark, random.pick(hostileJson));
      parent[key] = mark;
    }
    // A hole in an array is not JSON.
    if (Array.isArray(at)) at.splice(0, at.length, ...at.filter(() => true));
    return;
  }
}
