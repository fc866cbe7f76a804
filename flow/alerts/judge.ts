/**
 * Whether what a rule forbids is the case. An alert that fires ends only once things are clearly better, a tenth below
 * the threshold, so that a figure that wavers around it does not fire again and again.
 */
import type { AlertCondition } from "./rule.ts";

/** What is known of a workflow's runs at one moment. */
export interface Observed {
  readonly nowMs: number;
  /** Of the runs that ended in the rule's window. */
  readonly finished: number;
  readonly failed: number;
  readonly p99Ms: number | null;
  /** When the last run started; null if none is known. */
  readonly lastStartAt: number | null;
  /** How many runs in a row have failed, up to the last that ended. */
  readonly failedInARow: number;
  /** Since when the rule watches: silence before that says nothing. */
  readonly watchedSince: number;
}

export type Judgement = {
  /** `unclear`: it stays as it is. */
  readonly verdict: "bad" | "good" | "unclear";
  /** The figure that was compared, in the condition's unit. */
  readonly value: number | null;
};

const clearly = 0.9;

/** The verdict on what was observed, for a rule that fires already or does not. */
export function judge(condition: AlertCondition, seen: Observed, isFiring: boolean): Judgement {
  switch (condition.kind) {
    case "failureRate": {
      const value = seen.finished === 0 ? null : (100 * seen.failed) / seen.finished;
      return { value, verdict: compared(value, condition.percent, seen.finished >= condition.minRuns, isFiring, seen.failed === 0) };
    }
    case "p99": {
      const value = seen.p99Ms;
      return { value, verdict: compared(value, condition.ms, seen.finished >= condition.minRuns, isFiring, seen.finished === 0) };
    }
    case "stopped": {
      const since = Math.max(seen.lastStartAt ?? 0, seen.watchedSince);
      const value = (seen.nowMs - since) / 60_000;
      if (value >= condition.minutes) return { value, verdict: "bad" };
      // That the rule was changed brings no run about.
      const hasBegun = seen.lastStartAt !== null && seen.nowMs - seen.lastStartAt < condition.minutes * 60_000;
      return { value, verdict: isFiring && !hasBegun ? "unclear" : "good" };
    }
    case "consecutiveFailures": {
      const value = seen.failedInARow;
      if (value >= condition.count) return { value, verdict: "bad" };
      return { value, verdict: isFiring && value > 0 ? "unclear" : "good" };
    }
  }
}

function compared(value: number | null, threshold: number, isEnough: boolean, isFiring: boolean, isOver: boolean): Judgement["verdict"] {
  if (isEnough && value !== null && value > threshold) return "bad";
  if (!isFiring) return "good";
  // Too few runs to judge by end an alert only where nothing bad is among them.
  return isOver || (isEnough && value !== null && value < threshold * clearly) ? "good" : "unclear";
}

/** When to judge again although nothing has happened: time alone can fire a rule, or end an alert. Null is never. */
export function nextLook(condition: AlertCondition, seen: Observed, isFiring: boolean, everyMs: number): number | null {
  switch (condition.kind) {
    case "failureRate":
    case "p99":
      return isFiring || seen.finished > 0 ? seen.nowMs + everyMs : null;
    case "stopped":
      if (isFiring) return null;
      return Math.max(seen.lastStartAt ?? 0, seen.watchedSince) + condition.minutes * 60_000;
    case "consecutiveFailures":
      return null;
  }
}
