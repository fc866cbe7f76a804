/**
 * How much work one script may do before the sandbox, which can pause, takes over. Every bound is far below the sandbox's
 * own limits, so a script that ends within them also ends there. A plain script runs from start to end without a pause, so
 * one budget in this module is enough.
 */
import { bail } from "./bail.ts";

export const plainBounds = {
  /** A step is one node of the syntax tree, or one item that a method visits: 10 to 50 ns here, 50 to 500 ns in the sandbox. */
  steps: 200_000,
  /** A generous estimate of the bytes that the sandbox would use. It has 16 MiB. */
  bytes: 6_000_000,
  /** An upper bound for the JSON text of the run's data that the script reads. The sandbox accepts 4 MiB. */
  inputChars: 2_000_000,
  /** Nested calls. Each can take several frames of the sandbox's stack, which has room for about a thousand. */
  calls: 64,
  /** Nesting of data. Request bodies are limited to 64. */
  nesting: 60,
  items: 20_000,
  textChars: 256 * 1024,
  outputChars: 200_000,
  codeChars: 32 * 1024,
  /** Nesting of the syntax tree: parsers are recursive. */
  syntaxNesting: 150,
} as const;

let steps = 0;
let bytes = 0;
let calls = 0;

export function beginBudget(): void {
  steps = plainBounds.steps;
  bytes = plainBounds.bytes;
  calls = 0;
}

export function stepsDone(): number {
  return Math.min(plainBounds.steps - steps, plainBounds.steps);
}

export function step(count: number): void {
  if ((steps -= count) < 0) bail("it does too much work");
}

export function hold(size: number): void {
  if ((bytes -= size) < 0) bail("it needs too much memory");
}

/** Charges for what the host does with the characters of a text: it reads each, or compares it with another text. */
export function read(text: string): void {
  if (text.length > 64) step(text.length >> 6);
}

/** Charges for looking for a part. At worst the host compares the whole part at each position of the text. */
export function searched(text: string, part: string): void {
  read(text);
  if (part.length <= text.length) step(Math.floor((text.length * part.length) / 256));
}

/** Counts a nested call. Pass the result to `leave`, also after a throw. */
export function enter(): number {
  if (calls >= plainBounds.calls) bail("its calls are nested too deeply");
  return calls++;
}

export function leave(depth: number): void {
  calls = depth;
}

/** The number of calls in progress. */
export function callDepth(): number {
  return calls;
}

/**
 * Charges for a new text. In a short text, `reused` characters are free: a text that grows in a loop replaces the previous
 * one. Long texts are charged in full, because a script could hold them in many variables.
 */
export function made(text: string, reused = 0): string {
  const { length } = text;
  if (length > plainBounds.textChars) bail("a text is too long");
  if (length > 64) step(length >> 6);
  hold(32 + 2 * (length > 4096 ? length : length - reused));
  return text;
}

/** Charges for a value that is stored in a list or an object until the script ends. */
export function kept<Value>(value: Value): Value {
  hold(typeof value === "string" ? 48 + 2 * value.length : 48);
  return value;
}

/** Charges for visiting the items of a list. */
export function walked(length: number): void {
  if (length > plainBounds.items) bail("a list is too long");
  step(length);
}
