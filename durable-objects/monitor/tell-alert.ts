import { alertBody, type AlertEvent } from "#flow/alerts/alert-event.ts";
import { describeCondition } from "#flow/alerts/describe.ts";
import type { AlertRule } from "#flow/alerts/rule.ts";
import type { WorkflowId } from "#flow/ids.ts";
import { loadSender } from "#store/alerts/load-alerts.ts";
import { parseKeyring } from "#store/encryption.ts";
import { openSigningSecret } from "#store/endpoint-secrets.ts";
import type { ObjectsEnv } from "../env.ts";
import { chooseMailer } from "../mail/choose-mailer.ts";
import { line, writeMail } from "../mail/compose-mail.ts";
import type { Mail } from "../mail/mailer.ts";
import { outboundOf } from "../outbound/outbound-of.ts";
import { deliver } from "../push/deliver.ts";

/**
 * Sends an event to the recipients of a rule, once. Returns null if everyone was reached, otherwise a sentence without
 * secrets. `id` is the message's, the same for every attempt.
 */
export async function tellAlert(
  env: ObjectsEnv,
  workflowId: WorkflowId,
  rule: AlertRule,
  event: AlertEvent,
  { id, isTest }: { readonly id: string; readonly isTest: boolean },
): Promise<string | null> {
  try {
    const sender = await loadSender(env.DB, workflowId);
    if (!sender) return "The workflow was deleted.";
    const workflow = { id: workflowId, name: sender.name };
    const link = env.MILLRACE_PUBLIC_URL ? `${env.MILLRACE_PUBLIC_URL.replace(/\/+$/, "")}/workflows/${workflowId}/alerts` : null;
    if (rule.channel.kind === "email") return await mailAll(env, rule.channel.to, mailOf(rule, event, workflow.name, link, isTest));
    const signingSecret = await openSigningSecret(
      sender.settings,
      { accountId: sender.accountId, workflowId },
      await parseKeyring(env.MILLRACE_ENCRYPTION_KEYS),
    );
    const { policy, networks } = outboundOf(env);
    const attempt = await deliver(
      {
        url: rule.channel.url,
        accessToken: null,
        signingSecret,
        webhookId: id,
        timestampMs: Date.now(),
        body: alertBody(event, { workflow, rule, link }, isTest),
      },
      policy,
      undefined,
      networks,
    );
    return attempt.ok ? null : (attempt.error ?? `The receiver responded with HTTP ${attempt.status}.`);
  } catch (error) {
    console.error("an alert could not be sent", error);
    return "The server could not prepare the alert.";
  }
}

async function mailAll(env: ObjectsEnv, to: readonly string[], mail: Omit<Mail, "to">): Promise<string | null> {
  const mailer = chooseMailer(env);
  if (!mailer) return "This installation has no mail service, so it cannot send e-mail.";
  const failures: string[] = [];
  for (const address of to) {
    try {
      await mailer.send({ ...mail, to: address });
    } catch (error) {
      failures.push(error instanceof Error ? error.message : "The e-mail could not be sent.");
    }
  }
  return failures[0] ?? null;
}

function mailOf(rule: AlertRule, event: AlertEvent, workflow: string, link: string | null, isTest: boolean): Omit<Mail, "to"> {
  const state = isTest ? "Test" : event.transition === "fired" ? "Alert" : "Resolved";
  const { subject, text, html } = writeMail("", `${state}: ${line(rule.name)} (${line(workflow)})`, [
    event.message,
    `Workflow: ${line(workflow)}. The rule “${line(rule.name)}” alerts when ${describeCondition(rule.condition)}.`,
    `${new Date(event.at).toISOString().slice(0, 19).replace("T", " ")} UTC`,
    ...(link === null ? [] : [{ link, label: "Open alerts" }]),
  ]);
  return { subject, text, html };
}
