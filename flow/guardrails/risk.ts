/** What a scanner's score means under its threshold. */
export interface Verdict {
  /** False where the score is above the threshold. */
  readonly valid: boolean;
  /** From -1 (nothing at all) over 0 (at the threshold) to 1. */
  readonly riskScore: number;
  /** Whether the flow ends: the text is invalid and its risk is above what was set. */
  readonly endsFlow: boolean;
}

/** SPEC §7: (s−t)/(1−t) above the threshold, else (s−t)/t, within [−1, 1]. Score and threshold are from 0 to 1. */
export function riskScore(score: number, threshold: number): number {
  if (score > threshold) return Math.min(1, (score - threshold) / (1 - threshold));
  // A score at a threshold of 0 is at the threshold.
  return threshold === 0 ? 0 : Math.max(-1, (score - threshold) / threshold);
}

/** `endAbove` null: the flow never ends because of this scanner. */
export function judgeScore(score: number, threshold: number, endAbove: number | null): Verdict {
  const risk = riskScore(score, threshold);
  const valid = score <= threshold;
  return { valid, riskScore: risk, endsFlow: !valid && endAbove !== null && risk > endAbove };
}
