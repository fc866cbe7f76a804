import { limits } from "../limits.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";
import { type Budget, checkLength, tooManyItems } from "./budget.ts";
import { ExpressionError } from "./expression-error.ts";
import type { Focus } from "./jsonata-types.ts";
import { chargeValue, deepEqual, isCallable } from "./measure.ts";
import { matcherOf } from "./regex.ts";

export type Replacement = (budget: Budget, args: unknown[], focus: Focus) => unknown;

/**
 * Replacements of JSONata functions that grow with the square of their input, allocate by an argument, or need a clock
 * or random numbers. Names with `&` are operators and guards that the compiler puts into the tree (bound-tree.ts).
 */
export const replacements: Readonly<Record<string, Replacement>> = {
  now: (_budget, [picture, timezone], focus) => {
    const fromMillis = focus.environment.lookup("fromMillis") as { implementation: (this: Focus, ...args: unknown[]) => unknown };
    return fromMillis.implementation.call(focus, startedAt(focus), picture, timezone);
  },
  millis: (_budget, _args, focus) => startedAt(focus),
  random: () => refuse("$random", "Expressions must return the same value for the same data", "Use Math.random() in a Script node."),
  shuffle: () => refuse("$shuffle", "Expressions must return the same value for the same data", "Shuffle the list in a Script node."),
  eval: () => refuse("$eval", "Data is never evaluated", "Write the expression itself, or use a Script node."),

  base64encode: (budget, [text]) => {
    if (typeof text !== "string") return undefined;
    budget.charge(text.length >> 3);
    return budget.chargeText(encodeBase64(text));
  },
  base64decode: (budget, [text]) => {
    if (typeof text !== "string") return undefined;
    budget.charge(text.length >> 3);
    return decodeBase64(text);
  },
  length: (budget, [text]) => {
    if (typeof text !== "string") return undefined;
    budget.charge(text.length >> 4);
    let count = 0;
    for (const _ of text) count++;
    return count;
  },
  substring: (budget, [text, start, length]) => {
    if (typeof text !== "string") return undefined;
    budget.charge(text.length >> 4);
    return substring(text, start as number, length as number | undefined);
  },
  pad: (budget, [text, width, fill]) => {
    if (typeof text !== "string") return undefined;
    budget.charge(text.length >> 4);
    const wanted = Math.trunc(width as number);
    const missing = Math.abs(wanted) - [...take(text, Math.abs(wanted))].length;
    if (!(missing > 0)) return text;
    checkLength(text.length + missing);
    budget.charge(missing >> 4);
    const padding = repeatTo(typeof fill === "string" && fill !== "" ? fill : " ", missing);
    return wanted > 0 ? text + padding : padding + text;
  },
  sort: (budget, [list, comparator]) => {
    if (!Array.isArray(list) || list.length <= 1) return list;
    if (typeof comparator === "function") return mergeSort(budget, list, comparator as Comparator);
    budget.charge(list.length * 2);
    const type = typeof list[0];
    if ((type !== "number" && type !== "string") || list.some((item) => typeof item !== type))
      throw Object.assign(new Error(), { code: "D3070" });
    return [...list].sort((a: string | number, b: string | number) => (a > b ? 1 : a < b ? -1 : 0));
  },
  distinct: (budget, [list], focus) => {
    if (!Array.isArray(list) || list.length <= 1) return list;
    const result: unknown[] = "sequence" in list && list.sequence === true ? focus.createSequence() : [];
    const plain = new Set<unknown>();
    const composed: unknown[] = [];
    for (const item of list) {
      budget.charge(1);
      if (typeof item !== "object" || item === null) {
        if (plain.has(item)) continue;
        plain.add(item);
      } else {
        if (composed.some((other) => deepEqual(item, other, budget))) continue;
        composed.push(item);
      }
      result.push(item);
    }
    return result;
  },
  spread: (budget, [value], focus) => {
    if (!Array.isArray(value)) return spreadOne(budget, value, focus.createSequence());
    const result: unknown[] = [];
    spreadList(budget, value, result);
    return result;
  },
  clone: (budget, [value]) => {
    if (value === undefined) return undefined;
    chargeValue(value, budget);
    return clone(value);
  },

  "&&": (budget, [left, right]) => concat(budget, left, right),
  "&=": (budget, [left, right]) => left !== undefined && right !== undefined && deepEqual(left, right, budget),
  "&!=": (budget, [left, right]) => left !== undefined && right !== undefined && !deepEqual(left, right, budget),
  "&in": (budget, [item, list]) => {
    if (item === undefined || list === undefined) return false;
    if (!Array.isArray(list)) return item === list;
    budget.charge(list.length >> 4);
    return list.includes(item);
  },
  "&*": (budget, [value], focus) => {
    const result = focus.createSequence();
    if (typeof value !== "object" || value === null || isCallable(value)) return result;
    for (const key of Object.keys(value)) collectFlat(budget, (value as Record<string, unknown>)[key], result);
    return result;
  },
  "&regex": (budget, [literal]) => matcherOf(literal as RegExp, budget),
  "&nested": (budget, [list]) => {
    if (Array.isArray(list)) budget.weigh(list);
    return list;
  },
  "&callable": (_budget, [value]) => typeof value === "function",
  "&uncallable": (_budget, [name, partial], focus) => {
    const known = focus.environment.lookup(name as string) !== undefined;
    throw Object.assign(new Error(), { token: name, code: partial === true ? (known ? "T1007" : "T1008") : known ? "T1005" : "T1006" });
  },
};

type Comparator = (a: unknown, b: unknown) => unknown;

function startedAt(focus: Focus): number {
  return focus.environment.lookup("&startedAt") as number;
}

function refuse(name: string, reason: string, suggestion: string): never {
  throw new ExpressionError("expression_failed", `${name} cannot be used here. ${reason}.`, suggestion);
}

function* take(text: string, count: number): Generator<string> {
  if (count <= 0) return;
  for (const char of text) {
    yield char;
    if (--count <= 0) return;
  }
}

/** `start` and `length` count characters, not UTF-16 units; a negative start counts from the end. */
function substring(text: string, start: number, length: number | undefined): string {
  // Without surrogates both counts agree, and slicing needs no copy.
  const chars: { slice(start: number, end?: number): string | string[]; readonly length: number } = /[\uD800-\uDFFF]/.test(text)
    ? Array.from(text)
    : text;
  if (chars.length + start < 0) start = 0;
  if (length !== undefined && length <= 0) return "";
  const end = length === undefined ? undefined : start >= 0 ? start + length : chars.length + start + length;
  const part = chars.slice(start, end);
  return typeof part === "string" ? part : part.join("");
}

function repeatTo(fill: string, chars: number): string {
  const parts = [...take(fill, chars)];
  const times = Math.floor(chars / parts.length);
  return parts.join("").repeat(times) + parts.slice(0, chars % parts.length).join("");
}

/** Stable; `comparator` returns true if the first value comes after the second, and may be asynchronous. */
async function mergeSort(budget: Budget, list: unknown[], comparator: Comparator): Promise<unknown[]> {
  let from = [...list];
  let to: unknown[] = [];
  for (let width = 1; width < list.length; width *= 2, [from, to] = [to, from]) {
    for (let start = 0; start < list.length; start += 2 * width) {
      const middle = Math.min(start + width, list.length);
      const end = Math.min(start + 2 * width, list.length);
      let left = start;
      let right = middle;
      for (let at = start; at < end; at++) {
        budget.charge(1);
        const takeRight = left === middle || (right < end && Boolean(await comparator(from[left], from[right])));
        to[at] = takeRight ? from[right++] : from[left++];
      }
    }
  }
  return from;
}

function spreadOne(budget: Budget, value: unknown, result: unknown[]): unknown {
  if (typeof value !== "object" || value === null || isCallable(value)) return value;
  for (const key of Object.keys(value)) {
    budget.charge(2);
    result.push(single(key, (value as Record<string, unknown>)[key]));
  }
  return result;
}

function spreadList(budget: Budget, list: unknown[], result: unknown[]): void {
  for (const item of list) {
    budget.charge(1);
    if (Array.isArray(item)) spreadList(budget, item, result);
    else if (typeof item !== "object" || item === null || isCallable(item)) result.push(item);
    else spreadOne(budget, item, result);
    if (result.length > limits.maxExpressionItems) throw tooManyItems();
  }
}

/** Without a prototype, so that `__proto__` is a key like any other. */
function single(key: string, value: unknown): object {
  const result = Object.create(null) as Record<string, unknown>;
  result[key] = value;
  return result;
}

function clone(value: unknown): unknown {
  if (typeof value === "number") return Number.isInteger(value) ? value : Number(value.toPrecision(15));
  if (typeof value !== "object" || value === null) return value ?? null;
  if (isCallable(value)) return "";
  if (Array.isArray(value)) return value.map(clone);
  const result = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(value)) {
    const item = (value as Record<string, unknown>)[key];
    if (item !== undefined) result[key] = clone(item);
  }
  return result;
}

function concat(budget: Budget, left: unknown, right: unknown): string {
  const text = toText(budget, left) + toText(budget, right);
  return budget.chargeText(text);
}

/** As $string writes it: numbers inside objects with at most 15 digits, functions as "". */
function toText(budget: Budget, value: unknown): string {
  if (value === undefined || isCallable(value)) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw Object.assign(new Error(), { code: "D3001" });
    return JSON.stringify(Number.isInteger(value) ? value : Number(value.toPrecision(15)));
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  chargeValue(value, budget);
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === "number") {
      if (Number.isInteger(item) || Number.isNaN(item)) return item;
      if (!Number.isFinite(item)) throw Object.assign(new Error(), { code: "D1001" });
      return Number(item.toPrecision(15));
    }
    return isCallable(item) ? "" : item;
  });
}

function collectFlat(budget: Budget, value: unknown, result: unknown[]): void {
  if (!Array.isArray(value)) {
    result.push(value);
    return;
  }
  budget.charge(1);
  for (const item of value) collectFlat(budget, item, result);
}
