import { limits } from "../limits.ts";
import type { Budget } from "./budget.ts";
import { checkLength, limitReached } from "./budget.ts";

/**
 * Pays for walking a value once: one step for each part, one for each 16 characters. Values made in an expression can
 * share their parts, so that a few bytes look like a billion when they are walked; this stops before anybody does.
 */
export function chargeValue(value: unknown, budget: Budget, depth = 0): void {
  if (typeof value === "string") {
    if (value.length > 64) {
      checkLength(value.length);
      budget.charge(value.length >> 4);
    }
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (isCallable(value)) return;
  if (depth > limits.maxExpressionNesting) throw limitReached(`A value is nested more than ${limits.maxExpressionNesting} levels deep.`);
  if (Array.isArray(value)) {
    budget.charge(value.length + 1);
    for (let i = 0; i < value.length; i++) chargeValue(value[i], budget, depth + 1);
    return;
  }
  for (const key of Object.keys(value)) {
    budget.charge(1 + (key.length >> 4));
    chargeValue((value as Record<string, unknown>)[key], budget, depth + 1);
  }
}

/** The same for the lists in a value alone, not for its objects. */
export function chargeLists(value: unknown, budget: Budget): void {
  if (!Array.isArray(value)) return;
  budget.charge((value.length >> 2) + 1);
  for (let i = 0; i < value.length; i++) chargeLists(value[i], budget);
}

/** True for what JSONata would call: its lambdas and natives, and host functions. */
export function isCallable(value: unknown): boolean {
  if (typeof value === "function") return true;
  if (typeof value !== "object" || value === null) return false;
  const flags = value as { _jsonata_lambda?: unknown; _jsonata_function?: unknown };
  return flags._jsonata_lambda === true || flags._jsonata_function === true;
}

/** JSONata's equality (deep, keys in any order), paid for. */
export function deepEqual(left: unknown, right: unknown, budget: Budget): boolean {
  if (left === right) {
    if (typeof left === "string" && left.length > 64) budget.charge(left.length >> 10);
    return true;
  }
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  budget.charge(1);
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return false;
    for (let i = 0; i < left.length; i++) if (!deepEqual(left[i], right[i], budget)) return false;
    return true;
  }
  // Array.isArray on one side only: JSONata compares own names, so [] never equals {} ("length" is missing there).
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  for (const key of keys) {
    budget.charge(1);
    if (!Object.hasOwn(right, key) || !deepEqual((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key], budget))
      return false;
  }
  return true;
}
