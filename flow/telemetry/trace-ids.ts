/**
 * The ids of a run's trace (W3C Trace Context). They follow from the run alone, so that a trace that is sent twice is
 * the same trace, and one who knows a run's id finds its trace.
 */
import { idAlphabet, type RunId } from "../ids.ts";

/** 32 hexadecimal digits: the 48 bits of time and 80 random ones that a run's id ends in. */
export function traceIdOf(runId: RunId): string {
  let bits = 0n;
  for (const char of runId.slice(-26)) bits = (bits << 5n) | BigInt(Math.max(0, idAlphabet.indexOf(char)));
  const id = BigInt.asUintN(128, bits);
  // Zero stands for no trace at all.
  return (id === 0n ? 1n : id).toString(16).padStart(32, "0");
}

/** 16 hexadecimal digits for a span, unique within its trace by `name`. */
export function spanIdOf(runId: RunId, name: string): string {
  // FNV-1a, 64 bits: ids need to differ, not to be hard to guess.
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(`${runId}\n${name}`)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return (hash === 0n ? 1n : hash).toString(16).padStart(16, "0");
}

/** Whether the trace is among the given share of all; the same trace always is or is not, as W3C's random part decides. */
export function isSampled(traceId: string, ratio: number): boolean {
  if (ratio >= 1) return true;
  // The last seven bytes are random, in every generator that follows the recommendation.
  return Number(BigInt(`0x${traceId.slice(-14)}`)) < ratio * 2 ** 56;
}
