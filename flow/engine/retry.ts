import type { RetryPolicy } from "../nodes/retry-policy.ts";
import type { NodeError } from "../problems/node-error.ts";

/** A day, which is also the longest delay that a policy may have: a run with retries still ends. */
const longestRetryAfterMs = 86_400_000;

/**
 * Milliseconds until the next try, or undefined where the policy allows none. `attempt` is the try that failed, from 1;
 * `random` in [0, 1). Full jitter (M. Brooker, "Exponential Backoff and Jitter", 2015): anything from nothing up to the
 * policy's delay, so that runs which failed together do not come back together. It is added to what a server asks for
 * by Retry-After; a server that asks for more than the longest delay there is gets no further try.
 */
export function retryDelayMs(policy: RetryPolicy | null, error: NodeError, attempt: number, random: number): number | undefined {
  // An unknown outcome is reported only where the builder forbade to do it again.
  if (!policy || error.fatal || error.code === "unknown_outcome") return undefined;
  if (attempt > policy.attempts || !covers(policy, error)) return undefined;
  const longest = policy.backoff === "fixed" ? policy.delayMs : policy.delayMs * 2 ** (attempt - 1);
  const asked = error.retryAfterMs ?? 0;
  return asked > longestRetryAfterMs ? undefined : asked + Math.floor(random * Math.min(longest, policy.maxDelayMs));
}

function covers(policy: RetryPolicy, error: NodeError): boolean {
  return policy.on.some((kind) => kind === "any" || kind === error.class);
}
