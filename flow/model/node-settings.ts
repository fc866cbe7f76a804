import type { RetryPolicy } from "../engine/types.ts";
import type { NodeDeclaration } from "../nodes/node.ts";
import type { FlowNode } from "./document.ts";

/** What a retry leaves unsaid. */
const retryDefaults = {
  backoff: "exponential",
  delayMs: 1_000,
  maxDelayMs: 60_000,
  on: ["network", "timeout", "429", "5xx"],
} as const;
/** SPEC: 0–10 attempts. A delay is at most a day, so that a run with retries still ends. */
export const retryBounds = { maxAttempts: 10, maxDelayMs: 86_400_000 } as const;

/** A node's retry policy with the defaults filled in, or null where it has none or does not retry. */
export function retryPolicyOf(node: FlowNode, declaration: NodeDeclaration): RetryPolicy | null {
  if (!node.retry || !declaration.retryable || node.retry.attempts === 0) return null;
  const { attempts, backoff = retryDefaults.backoff, delayMs = retryDefaults.delayMs, on = retryDefaults.on } = node.retry;
  return { attempts, backoff, delayMs, maxDelayMs: node.retry.maxDelayMs ?? Math.max(retryDefaults.maxDelayMs, delayMs), on };
}

/** A node's timeout in milliseconds: its own, else its type's default; null where there is none. */
export function timeoutMsOf(node: FlowNode, declaration: NodeDeclaration): number | null {
  if (!declaration.timeout) return null;
  const seconds = node.timeoutSec === undefined ? declaration.timeout.defaultSec : node.timeoutSec;
  return seconds === null ? null : seconds * 1_000;
}
