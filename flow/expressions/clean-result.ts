import { limits } from "../limits.ts";
import { limitReached } from "./budget.ts";
import { ExpressionError } from "./expression-error.ts";
import { isCallable } from "./measure.ts";

/**
 * A copy of JSONata's result as plain JSON data: without its markers on lists, without shared parts, undefined as null.
 * Throws an ExpressionError if it is not JSON (a function, an infinite number) or larger than a node may return.
 */
export function cleanResult(value: unknown): unknown {
  return copy(value, { left: limits.maxNodeOutputBytes }, 0);
}

function copy(value: unknown, room: { left: number }, depth: number): unknown {
  spend(room, 2);
  switch (typeof value) {
    case "undefined":
      return null;
    case "string":
      spend(room, value.length);
      return value;
    case "number":
      if (!Number.isFinite(value))
        throw new ExpressionError(
          "expression_failed",
          "The result is a number that is too large or undefined, for example after a division by zero.",
          "Check the numbers in the expression.",
        );
      return value;
    case "boolean":
      return value;
    case "object":
      return value === null ? null : copyObject(value, room, depth);
    default:
      throw notData();
  }
}

function copyObject(value: object, room: { left: number }, depth: number): unknown {
  if (isCallable(value)) {
    // Data may carry the names that JSONata marks its functions with; only what holds an environment is one.
    if (
      typeof (value as { environment?: { lookup?: unknown } }).environment?.lookup === "function" ||
      typeof (value as { implementation?: unknown }).implementation === "function"
    )
      throw notData();
  }
  if (depth >= limits.maxExpressionResultDepth)
    throw limitReached(`The result is nested more than ${limits.maxExpressionResultDepth} levels deep.`, "Return a flatter value.");
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    for (let i = 0; i < value.length; i++) list.push(copy(value[i], room, depth + 1));
    return list;
  }
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const item = (value as Record<string, unknown>)[key];
    if (item === undefined) continue;
    spend(room, key.length + 2);
    const copied = copy(item, room, depth + 1);
    // Assigning to __proto__ would set the prototype; as data it is a key like any other.
    if (key === "__proto__") Object.defineProperty(result, key, { value: copied, enumerable: true, configurable: true, writable: true });
    else result[key] = copied;
  }
  return result;
}

function spend(room: { left: number }, amount: number): void {
  room.left -= amount;
  if (room.left < 0)
    throw limitReached(
      `The result is larger than ${limits.maxNodeOutputBytes / 1024 / 1024} MiB.`,
      "Return only the fields that you need.",
    );
}

function notData(): ExpressionError {
  return new ExpressionError("expression_failed", "The result is a function, not a value.", "Add () after the function's name to call it.");
}
