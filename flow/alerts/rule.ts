/** An alert rule: what must not happen to a workflow's runs, and whom to tell. */
import type { AlertRuleId } from "../ids.ts";

export type AlertCondition =
  /** More than `percent` of the runs that ended in the last `minutes` failed, where at least `minRuns` ended. */
  | { readonly kind: "failureRate"; readonly percent: number; readonly minutes: number; readonly minRuns: number }
  /** The 99th percentile of their response times is above `ms`. */
  | { readonly kind: "p99"; readonly ms: number; readonly minutes: number; readonly minRuns: number }
  /** No run started for `minutes`. */
  | { readonly kind: "stopped"; readonly minutes: number }
  /** The last `count` runs that ended failed, all of them. */
  | { readonly kind: "consecutiveFailures"; readonly count: number };

export type AlertChannel = { readonly kind: "webhook"; readonly url: string } | { readonly kind: "email"; readonly to: readonly string[] };

export interface AlertRule {
  readonly id: AlertRuleId;
  readonly name: string;
  readonly condition: AlertCondition;
  readonly channel: AlertChannel;
  readonly enabled: boolean;
  /** Nothing is sent before this moment. */
  readonly mutedUntil: number | null;
  /** Rises with every change. */
  readonly revision: number;
  readonly createdAt: number;
}

/** A whole day is the longest that rules look back. */
export const maxAlertMinutes = 24 * 60;
