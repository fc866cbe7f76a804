/** How often and when a node that failed is tried again. */
export interface RetryPolicy {
  /** Tries after the first one, 0–10. */
  readonly attempts: number;
  readonly backoff: "fixed" | "exponential";
  readonly delayMs: number;
  readonly maxDelayMs: number;
  readonly on: readonly ("network" | "timeout" | "429" | "5xx" | "any")[];
}

/** What a retry leaves unsaid. */
export const retryDefaults = {
  backoff: "exponential",
  delayMs: 1_000,
  maxDelayMs: 60_000,
  on: ["network", "timeout", "429", "5xx"],
} as const satisfies Omit<RetryPolicy, "attempts">;
/** SPEC: 0–10 attempts. A delay is at most a day, so that a run with retries still ends. */
export const retryBounds = { maxAttempts: 10, maxDelayMs: 86_400_000 } as const;
