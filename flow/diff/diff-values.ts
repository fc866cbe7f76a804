import { pointer } from "../problems/issue.ts";
import { diffLines } from "./diff-lines.ts";
import type { ValueChange } from "./flow-diff.ts";

/** The settings that differ between two JSON values, each as deep as possible. Lists of different lengths differ as a whole. */
export function diffValues(before: unknown, after: unknown, path: readonly (string | number)[] = []): ValueChange[] {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((item, index) => diffValues(item, after[index], [...path, index]));
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return Array.from(keys).flatMap((key) => diffValues(own(before, key), own(after, key), [...path, key]));
  }
  const isText = typeof before === "string" && typeof after === "string" && (before.includes("\n") || after.includes("\n"));
  return [
    {
      path: pointer(path),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      ...(isText ? { lines: diffLines(before, after) } : {}),
    },
  ];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
