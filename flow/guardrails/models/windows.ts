import { buckets, type Features } from "./features.ts";

/** An attack of some words must be seen in a long text, and one that needs a paragraph as well. */
const sizes = [10, 20, 56] as const;
/** Shorter texts are not more certain than this many words. */
const minTokens = 4;

/** The part of a text, in tokens, that scores highest. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly score: number;
}

/** A linear model: a weight for each bucket, in units of `scale`. */
export interface Linear {
  readonly weights: Int8Array | Float32Array;
  readonly scale: number;
  readonly bias: number;
}

/** By what the sum over a window of so many tokens is divided. */
export function lengthNorm(tokens: number): number {
  return Math.sqrt(Math.max(tokens, minTokens));
}

/** The window that scores highest: one pass over the features, then over the running sums. */
export function bestWindow({ weights, scale, bias }: Linear, { first, buckets: found }: Features): Window {
  const tokens = first.length - 1;
  if (weights.length !== buckets) throw new Error(`A head must have ${buckets} weights.`);
  const sums = new Float64Array(tokens + 1);
  let sum = 0;
  for (let token = 0; token < tokens; token++) {
    const end = first[token + 1] ?? 0;
    for (let f = first[token] ?? 0; f < end; f++) sum += weights[found[f] ?? 0] ?? 0;
    sums[token + 1] = sum;
  }
  let best: Window = { from: 0, to: 0, score: tokens === 0 ? -Infinity : -Number.MAX_VALUE };
  for (const size of sizes) {
    const step = size >> 2;
    for (let from = 0; from < tokens; from += step) {
      const to = Math.min(from + size, tokens);
      const score = bias + (scale * ((sums[to] ?? 0) - (sums[from] ?? 0))) / lengthNorm(to - from);
      if (score > best.score) best = { from, to, score };
      if (to === tokens) break;
    }
    if (tokens <= size) break;
  }
  return best;
}
