/** Compiled code: closures that take the variables of the running function. */
export interface Frame {
  readonly slots: unknown[];
  /** The frame of the enclosing function. */
  readonly outer: Frame | undefined;
  /** What the function returns. */
  result: unknown;
}

/** An expression; returns its value. */
export type Code = (frame: Frame) => unknown;
/** A statement; returns how it ended. */
export type Act = (frame: Frame) => Signal;
/** Stores a value where a pattern says. */
export type Store = (frame: Frame, value: unknown) => void;

export const signals = { next: 0, break: 1, continue: 2, return: 3 } as const;
export type Signal = (typeof signals)[keyof typeof signals];

/** The content of a variable before its declaration runs. */
export const unset: unique symbol = Symbol("unset");

/** The value of an optional chain that was cut short, for the links after it. */
export const short: unique symbol = Symbol("short");
