/** How a run came out of its sandbox. */
export type Limit = "instructions" | "memory" | "stack" | "output" | "depth" | "input" | "waiting";

export type Outcome =
  /** The JSON text that the prelude made, and how far the heap had grown. */
  | { readonly kind: "answer"; readonly text: string; readonly heapEnd: number }
  | { readonly kind: "limit"; readonly limit: Limit }
  /** The waiting caller has given up, or an error that must not happen. */
  | { readonly kind: "stopped"; readonly reason: unknown };

/** Thrown through a running instance, where nothing can catch it. */
export class LimitReached extends Error {
  readonly limit: Limit;

  constructor(limit: Limit) {
    super(`A script reached its limit of ${limit}.`);
    this.limit = limit;
  }
}
