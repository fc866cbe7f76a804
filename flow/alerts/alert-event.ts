/** The content of an alert notification: stored in the workflow's history and sent to the recipients of the rule. */
import type { AlertRuleId, WorkflowId } from "../ids.ts";
import type { AlertTransition } from "./alert-state.ts";
import { describeCondition } from "./describe.ts";
import type { AlertRule } from "./rule.ts";

export interface AlertEvent {
  readonly ruleId: AlertRuleId;
  readonly ruleName: string;
  readonly incident: number;
  readonly transition: AlertTransition;
  readonly at: number;
  /** One sentence. */
  readonly message: string;
  /** The figure that was compared, in the condition's unit. */
  readonly value: number | null;
}

/** The same for every attempt to deliver it, so that a receiver can tell a repetition. */
export function alertMessageId({ ruleId, incident, transition }: AlertEvent): string {
  return `msg_${ruleId}_${incident}_${transition}`;
}

interface Surroundings {
  readonly workflow: { readonly id: WorkflowId; readonly name: string };
  readonly rule: AlertRule;
  /** Where people see it; null where the installation's address is not known. */
  readonly link: string | null;
}

/** The body of a webhook: type, timestamp and data, as Standard Webhooks recommends. */
export function alertBody(event: AlertEvent, { workflow, rule, link }: Surroundings, isTest: boolean): string {
  return JSON.stringify({
    type: isTest ? "alert.test" : `alert.${event.transition}`,
    timestamp: new Date(event.at).toISOString(),
    data: {
      alert: { id: rule.id, name: rule.name, when: describeCondition(rule.condition), condition: rule.condition },
      workflow,
      incident: event.incident,
      message: event.message,
      value: event.value,
      link,
    },
  });
}
