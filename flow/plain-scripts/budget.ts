/**
 * What one script may still do before the sandbox, which can pause, takes over. All of it is far below the sandbox's own
 * limits, so that a script that ends here would have ended there. A plain script runs from beginning to end without
 * anything in between, so there is one budget.
 */
import { bail } from "./bail.ts";

export const plainBounds = {
  /** A step is a part of the script's syntax, or an item that a method works on: 10 to 50 ns here, 50 to 500 ns in the sandbox. */
  steps: 200_000,
  /** Bytes that the sandbox would need, as generously as it can be said: it has 16 MiB. */
  bytes: 6_000_000,
  /** Of the run's data, as JSON, at the most; the sandbox takes 4 MiB. */
  inputChars: 2_000_000,
  /** Calls inside one another, each of which can take several frames of the sandbox's stack. It has room for a thousand. */
  calls: 64,
  /** The deepest data: JSON of requests ends at 64. */
  nesting: 60,
  items: 20_000,
  textChars: 256 * 1024,
  outputChars: 200_000,
  codeChars: 32 * 1024,
  /** Syntax inside one another: parsers recurse over it. */
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

/** Enters a call; `leave` with what it gave, also where the call threw. */
export function enter(): number {
  if (calls >= plainBounds.calls) bail("its calls are nested too deeply");
  return calls++;
}

export function leave(depth: number): void {
  calls = depth;
}

/** How deep calls are nested. */
export function callDepth(): number {
  return calls;
}

/**
 * Pays for a text that was made. Where it is short, `reused` of its characters are paid for already: a text that grows in
 * a loop takes the place of the one before. Long ones could be held in many variables.
 */
export function made(text: string, reused = 0): string {
  const { length } = text;
  if (length > plainBounds.textChars) bail("a text is too long");
  if (length > 64) step(length >> 6);
  hold(32 + 2 * (length > 4096 ? length : length - reused));
  return text;
}

/** Pays for a place in a list or an object, which holds what it is given as long as the script runs. */
export function kept<Value>(value: Value): Value {
  hold(typeof value === "string" ? 48 + 2 * value.length : 48);
  return value;
}

/** Pays for walking a list. */
export function walked(length: number): void {
  if (length > plainBounds.items) bail("a list is too long");
  step(length);
}
