/** Compiled code: closures over the syntax tree, which are given the variables of the function that runs. */
export interface Frame {
  readonly slots: unknown[];
  /** Of the function around this one. */
  readonly outer: Frame | undefined;
  /** What the function returns. */
  result: unknown;
}

/** An expression: gives its value. */
export type Code = (frame: Frame) => unknown;
/** A statement: says how it ended. */
export type Act = (frame: Frame) => Signal;
/** Puts a value where a pattern says. */
export type Store = (frame: Frame, value: unknown) => void;

export const signals = { next: 0, break: 1, continue: 2, return: 3 } as const;
export type Signal = (typeof signals)[keyof typeof signals];

/** In a variable before its declaration has run. */
export const unset: unique symbol = Symbol("unset");

/** What an optional chain that has ended gives to the parts after it. */
export const short: unique symbol = Symbol("short");
