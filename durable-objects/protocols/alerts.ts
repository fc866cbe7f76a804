/** What management asks a Monitor about the alerts of its workflow. All of it is plain data; times are epoch milliseconds. */
import type { AlertEvent } from "#flow/alerts/alert-event.ts";
import type { AlertRuleId, WorkflowId } from "#flow/ids.ts";
import type { Page } from "./page.ts";

export interface AlertStanding {
  readonly ruleId: AlertRuleId;
  readonly phase: "ok" | "firing";
  readonly since: number;
}

/** `silent`: no one was notified, because the rule was muted. */
export type AlertDelivery = "pending" | "delivered" | "failed" | "silent";

export interface KeptAlert extends AlertEvent {
  readonly id: number;
  readonly delivery: AlertDelivery;
  readonly attempts: number;
  /** Why the last attempt failed. */
  readonly error: string | null;
  readonly nextAttemptAt: number | null;
}

export interface AlertsProtocol {
  /** The rules have changed: they are read again and evaluated soon. */
  alertsChanged(workflowId: WorkflowId): Promise<void>;
  alertStandings(workflowId: WorkflowId): Promise<readonly AlertStanding[]>;
  /** The newest first; `after` is the `next` of the page before. */
  alertHistory(page: { readonly limit: number; readonly after?: string; readonly ruleId?: AlertRuleId }): Promise<Page<KeptAlert>>;
  /** Sends a test notification to the recipients of a rule. */
  testAlert(workflowId: WorkflowId, ruleId: AlertRuleId): Promise<{ readonly ok: boolean; readonly message: string }>;
}
