/** Binary and unary operators. They never convert an object, except a date to its milliseconds. */
import { bail } from "./bail.ts";
import { made, read } from "./budget.ts";
import { toNumber, toText } from "./numbers.ts";
import { hasProperty } from "./properties.ts";
import { isPrimitive, isSame } from "./values.ts";

type Operator = (a: unknown, b: unknown) => unknown;

function add(a: unknown, b: unknown): unknown {
  if (typeof a === "number" && typeof b === "number") return a + b;
  if (typeof a === "string" && typeof b === "string") return made(a + b, Math.max(a.length, b.length));
  if (!isPrimitive(a) || !isPrimitive(b)) return bail("it adds to an object");
  if (typeof a !== "string" && typeof b !== "string") return toNumber(a) + toNumber(b);
  const [left, right] = [toText(a), toText(b)];
  return made(left + right, Math.max(left.length, right.length));
}

const arithmetic =
  (operate: (a: number, b: number) => number): Operator =>
  (a, b) =>
    typeof a === "number" && typeof b === "number" ? operate(a, b) : operate(toNumber(a), toNumber(b));

const comparison =
  (numbers: (a: number, b: number) => boolean, texts: (a: string, b: string) => boolean): Operator =>
  (a, b) => {
    if (typeof a === "number" && typeof b === "number") return numbers(a, b);
    if (typeof a !== "string" || typeof b !== "string") return numbers(toNumber(a), toNumber(b));
    read(a);
    return texts(a, b);
  };

function isLooselySame(a: unknown, b: unknown): boolean {
  if (a === null || a === undefined) return b === null || b === undefined;
  if (b === null || b === undefined) return false;
  if (typeof a === typeof b) return isSame(a, b);
  return isPrimitive(a) && isPrimitive(b) ? toNumber(a) === toNumber(b) : bail("it compares an object with another value by ==");
}

/** Engines agree about powers only if all numbers are whole and exact. */
function power(a: number, b: number): number {
  const result = a ** b;
  const isExact = Number.isInteger(a) && Number.isInteger(b) && b >= 0 && Math.abs(result) <= Number.MAX_SAFE_INTEGER;
  return isExact ? result : bail("it computes a power that is not whole");
}

export const operators: Readonly<Record<string, Operator>> = {
  "+": add,
  "-": arithmetic((a, b) => a - b),
  "*": arithmetic((a, b) => a * b),
  "/": arithmetic((a, b) => a / b),
  "%": arithmetic((a, b) => a % b),
  "**": arithmetic(power),
  "|": arithmetic((a, b) => a | b),
  "&": arithmetic((a, b) => a & b),
  "^": arithmetic((a, b) => a ^ b),
  "<<": arithmetic((a, b) => a << b),
  ">>": arithmetic((a, b) => a >> b),
  ">>>": arithmetic((a, b) => a >>> b),
  "<": comparison(
    (a, b) => a < b,
    (a, b) => a < b,
  ),
  ">": comparison(
    (a, b) => a > b,
    (a, b) => a > b,
  ),
  "<=": comparison(
    (a, b) => a <= b,
    (a, b) => a <= b,
  ),
  ">=": comparison(
    (a, b) => a >= b,
    (a, b) => a >= b,
  ),
  "===": isSame,
  "!==": (a, b) => !isSame(a, b),
  "==": isLooselySame,
  "!=": (a, b) => !isLooselySame(a, b),
  in: (a, b) => hasProperty(b, a),
};

/** Unary operators. */
export const signs: Readonly<Record<string, (value: unknown) => unknown>> = {
  "-": (value) => -toNumber(value),
  "+": toNumber,
  "~": (value) => ~toNumber(value),
  "!": (value) => !value,
  typeof: (value) => typeof value,
  void: () => undefined,
};
