/**
 * What each operator of a Condition means, in one table. Nothing is coerced: values of different types are unequal,
 * and neither is smaller. One exception serves the builder, who types constants into text fields: a *constant* side
 * that spells a JSON value of the very type that the other side has is read as that value, so that `{{steps.Start.a}} <
 * 5` compares numbers. Facing a text, the same constant stays a text.
 */
import { compileRegex, type LinearRegex } from "../expressions/regex.ts";
import type { Pace } from "../expressions/pace.ts";
import { findText } from "../text/find-text.ts";
import type { Operator } from "./operators.ts";

/** One side of a criterion. `constant`: written out by the builder, with no expression in it. */
interface Operand {
  readonly value: unknown;
  readonly constant: boolean;
}

/** Takes both sides; the pattern of `matches` is compiled beforehand if it is constant. The pace receives the cost. */
type Compare = (left: Operand, right: Operand, pattern?: LinearRegex, pace?: Counting) => boolean;
type Counting = Pick<Pace, "did">;

export const operators: Readonly<Record<Operator, Compare>> = {
  /** Deep equality of JSON; null equals null and a missing path. */
  "==": (left, right, _, pace) => equalOperands(left, right, pace),
  "!=": (left, right, _, pace) => !equalOperands(left, right, pace),
  /** Two numbers, or two texts by code point. Anything else is false, null included. */
  ">": (left, right) => order(left, right, (sign) => sign > 0),
  "<": (left, right) => order(left, right, (sign) => sign < 0),
  ">=": (left, right) => order(left, right, (sign) => sign >= 0),
  "<=": (left, right) => order(left, right, (sign) => sign <= 0),
  /** A text holds a text, a list holds an equal item, an object holds a key. */
  contains: (left, right, _, pace) => contains(left.value, right, pace),
  notContains: (left, right, _, pace) => !contains(left.value, right, pace),
  /** Only for texts, case-sensitive. */
  startsWith: (left, right) => bothTexts(left, right, (text, part) => text.startsWith(part)),
  endsWith: (left, right) => bothTexts(left, right, (text, part) => text.endsWith(part)),
  /** Null, missing, "", [] and {} are empty; 0, false and a text of blanks are not. */
  isEmpty: (left) => isEmpty(left.value),
  isNotEmpty: (left) => !isEmpty(left.value),
  /** Anything but null and missing. */
  exists: (left) => left.value !== null && left.value !== undefined,
  /**
   * The other way round than `contains`, except that a text on the right is always a list: a JSON list, or items with
   * commas between them. Its items are read as what the left side is, whether the builder wrote them or a variable holds
   * them.
   */
  in: (left, right, _, pace) =>
    typeof right.value === "string" ? isListed(left.value, right.value, pace) : contains(right.value, left, pace),
  /** A text, anywhere in which the regular expression matches; RE2 syntax, linear time. */
  matches: (left, right, pattern, pace) =>
    typeof left.value === "string" &&
    typeof right.value === "string" &&
    (pattern ?? compileRegex(right.value)).test(left.value, (steps) => pace?.did(steps)),
};

/** Whether two JSON values are the same, keys in any order. */
function equalJson(a: unknown, b: unknown, pace?: Counting): boolean {
  if (a === b || ((a ?? null) === null && (b ?? null) === null)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    pace?.did(a.length >> 3);
    return a.every((item, i) => equalJson(item, b[i], pace));
  }
  const keys = Object.keys(a);
  pace?.did(1 + (keys.length >> 3));
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equalJson((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], pace))
  );
}

function equalOperands(left: Operand, right: Operand, pace: Counting | undefined): boolean {
  const [a, b] = adapted(left, right);
  return equalJson(a, b, pace);
}

function order(left: Operand, right: Operand, holds: (sign: number) => boolean): boolean {
  const [a, b] = adapted(left, right);
  if (typeof a === "number" && typeof b === "number") return holds(a - b);
  return typeof a === "string" && typeof b === "string" && holds(compareTexts(a, b));
}

function bothTexts(left: Operand, right: Operand, holds: (text: string, part: string) => boolean): boolean {
  return typeof left.value === "string" && typeof right.value === "string" && holds(left.value, right.value);
}

function contains(whole: unknown, part: Operand, pace: Counting | undefined): boolean {
  if (typeof whole === "string") {
    pace?.did(whole.length >> 10);
    return typeof part.value === "string" && findText(whole, part.value) >= 0;
  }
  if (Array.isArray(whole)) {
    pace?.did(whole.length >> 3);
    return whole.some((item) => equalOperands({ value: item, constant: false }, part, pace));
  }
  return typeof whole === "object" && whole !== null && typeof part.value === "string" && Object.hasOwn(whole, part.value);
}

/** Whether a text lists a value: as the text that it is, or as the JSON value that an item spells. */
function isListed(value: unknown, list: string, pace: Counting | undefined): boolean {
  pace?.did(list.length >> 5);
  const parsed = spelt(list);
  if (Array.isArray(parsed)) return parsed.some((item) => equalJson(item, value) || isSpelling(item, value));
  return itemsOf(list).some((item) => {
    const meant = spelt(item);
    return item === value || (meant !== undefined && equalJson(meant, value));
  });
}

/** A number or true in a JSON list, facing a text that spells it. */
function isSpelling(item: unknown, value: unknown): boolean {
  return typeof value === "string" && (typeof item === "number" || typeof item === "boolean") && String(item) === value;
}

/** Items with commas between them; a comma inside quotes is none of these. An empty text has no items. */
function itemsOf(list: string): string[] {
  if (list.trim() === "") return [];
  const quoted = list.includes('"') ? spelt(`[${list}]`) : undefined;
  return Array.isArray(quoted)
    ? quoted.map((item) => (typeof item === "string" ? item : JSON.stringify(item)))
    : list.split(",").map((item) => item.trim());
}

/** Both values, a constant text being read as what the other side is. */
function adapted(left: Operand, right: Operand): [unknown, unknown] {
  return [adapt(left, right.value), adapt(right, left.value)];
}
function adapt(operand: Operand, other: unknown): unknown {
  if (!operand.constant || typeof operand.value !== "string" || typeof other === "string") return operand.value;
  const parsed = spelt(operand.value);
  return parsed !== undefined && kindOf(parsed) === kindOf(other) ? parsed : operand.value;
}

function spelt(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
function kindOf(value: unknown): string {
  return value === null || value === undefined ? "null" : Array.isArray(value) ? "list" : typeof value;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return Array.isArray(value) ? value.length === 0 : typeof value === "object" && Object.keys(value).length === 0;
}

/** By code point, as UTF-8 sorts; JavaScript's own `<` compares UTF-16 units and puts emoji before some letters. */
function compareTexts(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length;) {
    const [x, y] = [a.codePointAt(i)!, b.codePointAt(i)!];
    if (x !== y) return x - y;
    i += x > 0xffff ? 2 : 1;
  }
  return a.length - b.length;
}
