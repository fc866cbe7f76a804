/** How a run came out of its sandbox. */
export type Limit = "instructions" | "memory" | "stack" | "output" | "input" | "waiting";

export type Outcome =
  /** The JSON text that the prelude made. */
  | { readonly kind: "answer"; readonly text: string }
  | { readonly kind: "limit"; readonly limit: Limit }
  /** The fuel is used up. */
  | { readonly kind: "exhausted" }
  /** Whoever waits has given up, or something that must not happen. */
  | { readonly kind: "stopped"; readonly reason: unknown };

/** Thrown through the instance when there is no more fuel; nothing inside can catch it. */
export class OutOfFuel extends Error {}
