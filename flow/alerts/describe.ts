/** Rules and alerts as text, for pages, e-mails and the audit log. */
import { counted } from "../text/counted.ts";
import type { AlertTransition } from "./alert-state.ts";
import type { AlertCondition } from "./rule.ts";

/** The condition of a rule, to follow “when”: `more than 5% of at least 20 runs fail within 10 minutes`. */
export function describeCondition(condition: AlertCondition): string {
  switch (condition.kind) {
    case "failureRate":
      return `more than ${condition.percent}% of at least ${counted(condition.minRuns, "run")} fail within ${span(condition.minutes)}`;
    case "p99":
      return `the P99 of at least ${counted(condition.minRuns, "run")} within ${span(condition.minutes)} is above ${duration(condition.ms)}`;
    case "stopped":
      return `no run starts for ${span(condition.minutes)}`;
    case "consecutiveFailures":
      return condition.count === 1 ? "a run fails" : `${condition.count} consecutive runs fail`;
  }
}

/** What happened: one sentence. */
export function describeAlert(transition: AlertTransition, condition: AlertCondition, value: number | null): string {
  if (transition === "resolved") return resolvedBy(condition, value);
  switch (condition.kind) {
    case "failureRate":
      return `${figure(value)}% of the runs of the last ${span(condition.minutes)} failed.`;
    case "p99":
      return `The P99 of the last ${span(condition.minutes)} is ${duration(value ?? 0)}.`;
    case "stopped":
      return `No run started for ${span(condition.minutes)}.`;
    case "consecutiveFailures":
      return value === 1 ? "The last run failed." : `The last ${figure(value)} runs failed.`;
  }
}

function resolvedBy(condition: AlertCondition, value: number | null): string {
  switch (condition.kind) {
    case "failureRate":
      return value === null ? "No run has failed since." : `${figure(value)}% of the runs of the last ${span(condition.minutes)} failed.`;
    case "p99":
      return value === null ? "No run has finished since." : `The P99 of the last ${span(condition.minutes)} is ${duration(value)}.`;
    case "stopped":
      return "Runs are starting again.";
    case "consecutiveFailures":
      return "A run succeeded.";
  }
}

export const turnedOffReason = "The rule was turned off or deleted.";

function figure(value: number | null): string {
  return value === null ? "0" : String(Math.round(value * 10) / 10);
}

function span(minutes: number): string {
  if (minutes % 60 === 0 && minutes >= 120) return `${minutes / 60} hours`;
  return counted(minutes, "minute");
}

function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`;
}
