import type { NameSpan } from "./references.ts";

/** A step of a path that needs no JSONata: a name, optionally followed by a literal index. */
interface Step {
  readonly name: string;
  readonly index: number | undefined;
}

export interface PlainPath {
  readonly names: readonly NameSpan[];
  readonly steps: readonly Step[];
}

/** Given back where the values on the path are such that JSONata's rules for lists decide. */
export const needsJsonata: unique symbol = Symbol("needs JSONata");

const step = /(?:`([^`]*)`|([\p{L}_][\p{L}\p{N}_]*))(?:\[(-?\d{1,7})\])?/uy;
/** Words that JSONata reads as operators, values or the beginning of a function. */
const words = new Set(["and", "or", "in", "true", "false", "null", "function", "λ"]);

/** Reads a path like a.`b c`.d[0].e, or gives undefined where the text is anything else. */
export function parsePlainPath(text: string, offset = 0): PlainPath | undefined {
  const names: NameSpan[] = [];
  const steps: Step[] = [];
  let at = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  for (;;) {
    step.lastIndex = at;
    const found = step.exec(text);
    if (!found || (found[2] !== undefined && words.has(found[2]))) return undefined;
    const name = found[1] ?? found[2]!;
    const width = found[2] === undefined ? name.length + 2 : name.length;
    names.push({ name, start: offset + at, end: offset + at + width });
    steps.push({ name, index: found[3] === undefined ? undefined : Number(found[3]) });
    at = step.lastIndex;
    if (at === end) return { names, steps };
    if (text[at] !== ".") return undefined;
    at++;
  }
}

/**
 * The value at the end of the path, null where it is missing, or `needsJsonata`. Agrees with JSONata because it goes on
 * only through plain objects: there a path means the same to both. Each property is read once.
 */
export function resolvePlainPath(path: PlainPath, root: object): unknown {
  const { steps } = path;
  let value: unknown = root;
  for (let i = 0; i < steps.length; i++) {
    const { name, index } = steps[i]!;
    if (typeof value !== "object" || value === null) return null;
    if (Array.isArray(value)) return needsJsonata;
    if (!Object.hasOwn(value, name)) return null;
    value = (value as Record<string, unknown>)[name];
    if (index !== undefined)
      value = Array.isArray(value) ? value[index < 0 ? value.length + index : index] : index === 0 || index === -1 ? value : undefined;
  }
  return value ?? null;
}
