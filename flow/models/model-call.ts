/** One call of a model: how it is asked for, what comes of it, and how a journal keeps it. */
import type { NodeError } from "../problems/node-error.ts";
import type { ModelUsage } from "./usage.ts";

export const efforts = ["none", "minimal", "low", "medium", "high", "xhigh"] as const;

export interface ModelMessage {
  readonly role: "user" | "assistant";
  readonly text: string;
}

export interface ModelCall {
  /** The connection's id. */
  readonly connection: string;
  readonly model: string;
  readonly system: string | null;
  readonly messages: readonly ModelMessage[];
  /** The schema that the provider is to enforce, where it can. `strict`: every property is required and no other allowed. */
  readonly schema: { readonly value: unknown; readonly strict: boolean } | null;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly maxTokens: number | null;
  readonly stop: readonly string[];
  readonly effort: (typeof efforts)[number] | null;
  /** The same for every try of this call, also after a crash. */
  readonly idempotencyKey: string;
  readonly timeoutMs: number;
}

export type FinishReason = "stop" | "length" | "content-filter" | "tool-calls" | "error" | "other";

export interface ModelReply {
  readonly text: string;
  /** What the model said instead of an answer, if its provider marks refusals. */
  readonly refusal: string | null;
  readonly finishReason: FinishReason;
}

/** What came of a call, whose times are epoch milliseconds. */
export type ModelOutcome = {
  /** The connection's name, for people; its id where it does not exist. */
  readonly connectionName: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Null if no token came, or the provider sends the whole answer in one piece. */
  readonly firstTokenMs: number | null;
  /** What the provider counts, also for a call that failed in the middle. */
  readonly usage: ModelUsage;
} & ({ readonly ok: true; readonly reply: ModelReply } | { readonly ok: false; readonly error: NodeError; readonly status: number | null });
