/**
 * What calls of models used, and what that cost. A price has at most six decimals and counts a million tokens, so one
 * token costs a whole number of trillionths (10⁻¹²) of the currency: products and sums are exact in whole numbers, and only
 * what is shown is a fraction. What a provider did not report is null, never 0.
 */
import type { ModelPrices } from "./connection.ts";

/** Tokens as a provider reports them. Cached ones and those written to a cache are among the input, reasoning among the output. */
export interface TokenCounts {
  readonly inputTokens: number | null;
  readonly cachedTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
}

export interface ModelUsage extends TokenCounts {
  /** In `currency`; null where tokens or prices are not known. */
  readonly cost: number | null;
  readonly currency: string | null;
}

export const noTokens: TokenCounts = {
  inputTokens: null,
  cachedTokens: null,
  cacheWriteTokens: null,
  outputTokens: null,
  reasoningTokens: null,
};

const perUnit = 1e12;

/** The tokens with what they cost. */
export function priced(tokens: TokenCounts, prices: ModelPrices | null, currency: string): ModelUsage {
  const { inputTokens, outputTokens, cachedTokens, cacheWriteTokens } = tokens;
  if (prices === null || inputTokens === null || outputTokens === null) return { ...tokens, cost: null, currency: null };
  const cached = Math.min(cachedTokens ?? 0, inputTokens);
  const written = Math.min(cacheWriteTokens ?? 0, inputTokens - cached);
  const trillionths =
    trillionthsOf(prices.input) * BigInt(inputTokens - cached - written) +
    trillionthsOf(prices.cachedInput ?? prices.input) * BigInt(cached) +
    trillionthsOf(prices.cacheWrite ?? prices.input) * BigInt(written) +
    trillionthsOf(prices.output) * BigInt(outputTokens);
  return { ...tokens, cost: Number(trillionths) / perUnit, currency };
}

/** The price of one token. */
function trillionthsOf(perMillion: number): bigint {
  return BigInt(Math.round(perMillion * 1e6));
}
