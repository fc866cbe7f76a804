import type { Issue } from "../problems/issue.ts";
import { pointer } from "../problems/issue.ts";
import type { Resource } from "./resources.ts";

/** Schemas entered and items looked at before a check is given up: some tenths of a second. */
const maxSteps = 1_000_000;
/** Bodies are at most 64 deep, so only a dynamic reference in a circle gets here. */
const maxDepth = 1_500;
/** More faults than anybody reads. */
const maxFaults = 100;

export interface At {
  readonly key: string | number;
  readonly above: At | null;
}

/** What one schema has looked at, for `unevaluatedProperties` and `unevaluatedItems`. */
export class Evaluated {
  keys: Set<string> | null = null;
  items: Set<number> | null = null;

  key(name: string): void {
    (this.keys ??= new Set()).add(name);
  }
  item(index: number): void {
    (this.items ??= new Set()).add(index);
  }
  /** Adds what a schema that holds has looked at; passes on whether it holds. */
  take(other: Evaluated | null): boolean {
    if (!other) return false;
    if (other.keys) for (const key of other.keys) this.key(key);
    if (other.items) for (const item of other.items) this.item(item);
    return true;
  }
}

/** One check of one value. */
export class Run {
  readonly faults: Issue[] = [];
  readonly scope: Resource[] = [];
  /** Schemas entered, items looked at, and the work of regular expressions. */
  steps = 0;
  depth = 0;

  /** Notes a fault; `says` completes "The value …". Always false, so that a check can return it. */
  fail(at: At | null, code: string, says: string): false {
    if (this.faults.length < maxFaults) this.faults.push({ path: pathOf(at), code, message: says });
    return false;
  }
  spend(steps: number): void {
    this.steps += steps;
    if (this.steps > maxSteps || this.depth > maxDepth) throw new TooCostly();
  }
  /** `spend` as it can be passed on. */
  readonly paid = (steps: number): void => this.spend(steps);
  /** Whether `attempt` holds, without leaving its faults behind. */
  quietly<T>(attempt: () => T): T {
    const before = this.faults.length;
    const result = attempt();
    this.faults.length = before;
    return result;
  }
}

export class TooCostly extends Error {}

function pathOf(at: At | null): string {
  const parts: (string | number)[] = [];
  for (let each = at; each; each = each.above) parts.push(each.key);
  return pointer(parts.reverse());
}
