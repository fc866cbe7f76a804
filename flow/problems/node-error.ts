import type { ErrorCode } from "./errors.ts";

/** Which failures a retry policy can be limited to. */
export type FailureClass = "network" | "timeout" | "429" | "5xx" | "other";

export interface NodeError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly suggestion?: string;
  readonly class: FailureClass;
  /** How long the server that failed asks to wait before the next try. */
  readonly retryAfterMs?: number;
  /** Stops the run whatever retries and failure edges the node has (a guardrail's verdict). */
  readonly fatal?: boolean;
}

export interface RunError {
  readonly code: ErrorCode;
  readonly message: string;
  /** The node's name, where one node is to blame. */
  readonly node?: string;
  readonly suggestion?: string;
}
