import { limits } from "../limits.ts";
import { inexactNumbers, type InexactNumber } from "../json/inexact-numbers.ts";
import { findUnsafe } from "../json/find-unsafe.ts";
import { positionOfFault } from "../json/json-fault.ts";
import type { FileIssues, Place } from "./file-issues.ts";

/** The object that a row's JSON text holds; undefined where it holds none, which is noted as an error. */
export function parseObject(text: string, place: Place, issues: FileIssues): Readonly<Record<string, unknown>> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    issues.error("invalid_json", faultIn(text, place), "This is not valid JSON.");
    return undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    issues.error("no_object", place, "A row must be a JSON object: `{ … }`.");
    return undefined;
  }
  const unsafe = findUnsafe(value, limits.maxJsonDepth);
  if (unsafe) {
    issues.error(unsafe.code, place, `At ${unsafe.path || "the top"}: ${unsafe.message}`);
    return undefined;
  }
  if (membersIn(text) !== keysOf(value)) {
    issues.error("duplicate_key", place, "An object has the same key twice.");
    return undefined;
  }
  for (const number of inexactNumbers(text, limits.maxDatasetIssues)) sayInexact(number, place, issues);
  return value as Readonly<Record<string, unknown>>;
}

function sayInexact({ path, written, value }: InexactNumber, place: Place, issues: FileIssues): void {
  const keys = path.split("/").slice(1);
  const what = `The number ${written.slice(0, 40)} of “${keys.length === 1 ? keys[0]!.replaceAll("~1", "/").replaceAll("~0", "~") : path}”`;
  if (!Number.isFinite(value)) issues.error("number_too_large", place, `${what} is too large. Use text instead.`);
  else issues.warn("inexact_number", place, `${what} has too many digits to be stored exactly and became ${value}. Use text instead.`);
}

function faultIn(text: string, place: Place): Place {
  const before = text.slice(0, positionOfFault(text)).split("\n");
  const last = before.at(-1)!.length;
  return { line: place.line + before.length - 1, column: before.length === 1 ? (place.column ?? 1) + last : last + 1 };
}

/** The members that a valid JSON text writes: colons outside of strings. */
function membersIn(text: string): number {
  let members = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 58) members++;
    else if (code === 34) {
      at++;
      while (text.charCodeAt(at) !== 34) at += text.charCodeAt(at) === 92 ? 2 : 1;
    }
  }
  return members;
}

/** The keys of a value and all below. Its depth was bounded before. */
function keysOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + keysOf(item), 0);
  let keys = 0;
  for (const item of Object.values(value)) keys += 1 + keysOf(item);
  return keys;
}
