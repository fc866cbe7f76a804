import type { FinishReason } from "#flow/models/model-call.ts";
import type { TokenCounts } from "#flow/models/usage.ts";

/** What has been read of an answer. */
export interface Read {
  text: string;
  finishReason: FinishReason | undefined;
  tokens: TokenCounts;
  firstTokenMs: number | null;
  error: { readonly thrown: unknown } | undefined;
}
