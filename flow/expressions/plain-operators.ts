/** JSONata's operators for primitive values; a missing value is undefined. JSONata decides about all others. */
import { leave, maxPlainChars, read, visit } from "./plain-budget.ts";

type Operator = (left: unknown, right: unknown) => unknown;

function isPrimitive(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

const equality =
  (isWanted: boolean): Operator =>
  (left, right) => {
    if (left === undefined || right === undefined) return false;
    if (!isPrimitive(left) || !isPrimitive(right)) return leave();
    if (typeof left === "string") read(left);
    return (left === right) === isWanted;
  };

const comparison =
  (compare: (left: number | string, right: number | string) => boolean): Operator =>
  (left, right) => {
    if (!isComparable(left) || !isComparable(right)) return leave();
    if (left === undefined || right === undefined) return undefined;
    if (typeof left !== typeof right) return leave();
    if (typeof left === "string") read(left);
    return compare(left, right);
  };

function isComparable(value: unknown): value is number | string | undefined {
  return value === undefined || typeof value === "number" || typeof value === "string";
}

const arithmetic =
  (compute: (left: number, right: number) => number): Operator =>
  (left, right) => {
    if (!isNumber(left) || !isNumber(right)) return leave();
    if (left === undefined || right === undefined) return undefined;
    const result = compute(left, right);
    return Number.isFinite(result) ? result : leave();
  };

function isNumber(value: unknown): value is number | undefined {
  return value === undefined || (typeof value === "number" && Number.isFinite(value));
}

export const plainOperators: ReadonlyMap<unknown, Operator> = new Map<unknown, Operator>([
  ["=", equality(true)],
  ["!=", equality(false)],
  ["<", comparison((left, right) => left < right)],
  ["<=", comparison((left, right) => left <= right)],
  [">", comparison((left, right) => left > right)],
  [">=", comparison((left, right) => left >= right)],
  ["+", arithmetic((left, right) => left + right)],
  ["-", arithmetic((left, right) => left - right)],
  ["*", arithmetic((left, right) => left * right)],
  ["/", arithmetic((left, right) => left / right)],
  ["%", arithmetic((left, right) => left % right)],
  ["&", (left, right) => joined(toText(left) ?? "", toText(right) ?? "")],
  ["in", isIn],
]);

function joined(left: string, right: string): string {
  if (left.length + right.length > maxPlainChars) leave();
  visit((left.length + right.length) >> 10);
  return left + right;
}

function isIn(value: unknown, list: unknown): boolean {
  if (value === undefined || list === undefined) return false;
  if (!isPrimitive(value)) leave();
  const items: readonly unknown[] = Array.isArray(list) ? list : [list];
  visit(items.length);
  if (typeof value === "string") visit(items.length * (value.length >> 10));
  return items.includes(value);
}

/** `$string`. Fractions have up to 15 digits; JSONata decides about large numbers. */
export function toText(value: unknown): string | undefined {
  switch (typeof value) {
    case "undefined":
      return undefined;
    case "string":
      return value;
    case "number":
      return Math.abs(value) < 1e15 ? JSON.stringify(Number(value.toPrecision(15))) : leave();
    case "boolean":
      return String(value);
    default:
      return value === null ? "null" : leave();
  }
}

/** What `and`, `or` and conditions make of a value. */
export function toBoolean(value: unknown): boolean {
  return isPrimitive(value) ? Boolean(value) : leave();
}
