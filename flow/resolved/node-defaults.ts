import type { RetryPolicy } from "../nodes/retry-policy.ts";

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
