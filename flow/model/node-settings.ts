import type { RetryPolicy } from "../engine/types.ts";

/** What a node of a type gets where it says nothing. */
export interface NodeDefaults {
  /** Left out where nodes of the type have no timeout, whatever they say. */
  readonly timeoutSec?: number;
  /** Left out where nodes of the type are never tried again. */
  readonly retry?: Omit<RetryPolicy, "attempts">;
  readonly isEnd?: true;
  readonly strictOutcomes?: true;
  /** Settings in place of those that the config leaves out. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** What a retry leaves unsaid. */
export const retryDefaults = {
  backoff: "exponential",
  delayMs: 1_000,
  maxDelayMs: 60_000,
  on: ["network", "timeout", "429", "5xx"],
} as const satisfies NodeDefaults["retry"];
/** SPEC: 0–10 attempts. A delay is at most a day, so that a run with retries still ends. */
export const retryBounds = { maxAttempts: 10, maxDelayMs: 86_400_000 } as const;
