/** Alerts: rules that watch the runs of a workflow, and their notifications. */
import * as z from "zod";
import { maxAlertMinutes } from "../alerts/rule.ts";
import { limits } from "../limits.ts";
import { email } from "./emails.ts";
import { moment, nameOf, pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";

const minutes = z.int().min(1, "Enter at least 1 minute.").max(maxAlertMinutes, "Enter at most one day.").meta({ title: "Minutes" });
const minRuns = z.int().min(1).max(100_000).default(1).meta({ title: "Minimum number of runs" });

const condition = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("failureRate"), percent: z.number().min(0).lt(100), minutes, minRuns }),
  z.strictObject({ kind: z.literal("p99"), ms: z.int().min(1).max(86_400_000), minutes, minRuns }),
  z.strictObject({
    kind: z.literal("stopped"),
    minutes: z
      .int()
      .min(1)
      .max(31 * maxAlertMinutes, "Enter at most 31 days."),
  }),
  z.strictObject({ kind: z.literal("consecutiveFailures"), count: z.int().min(1).max(1_000) }),
]);

const channel = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("webhook"),
    url: z.url({ protocol: /^https?$/, error: "Enter a full URL that starts with https://." }).max(2_000),
  }),
  z.strictObject({
    kind: z.literal("email"),
    to: z.array(email).min(1, "Enter an address.").max(limits.maxAlertAddresses, `Enter at most ${limits.maxAlertAddresses} addresses.`),
  }),
]);

const rule = z
  .object({
    id: z.string(),
    name: z.string(),
    condition,
    when: z.string().meta({ description: "The condition as text." }),
    channel: z
      .discriminatedUnion("kind", [
        z.object({
          kind: z.literal("webhook"),
          url: z.string().meta({ description: "People who cannot edit the workflow see only the host, because URLs can contain secrets." }),
        }),
        z.object({ kind: z.literal("email"), to: z.array(z.string()) }),
      ])
      .meta({ description: "Who is notified." }),
    enabled: z.boolean(),
    mutedUntil: time.nullable(),
    state: z
      .object({ phase: z.enum(["ok", "firing"]), since: time })
      .nullable()
      .meta({ description: "The state of the rule. Null if the rule is off." }),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "AlertRule", title: "Alert rule" });

const listAlertRules = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/alerts",
  access: "workflow.see",
  summary: "Lists the alert rules of a workflow, oldest first",
  query: pageQuery,
  answer: pageOf(rule).extend({ canMail: z.boolean().meta({ description: "Whether the installation has a mail service." }) }),
  status: 200,
  errors: [],
});

const fields = { name: nameOf("rule", 100), condition, channel, enabled: z.boolean() };

const createAlertRule = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/alerts",
  access: "workflow.edit",
  audit: ["alert.created"],
  summary: "Creates an alert rule",
  description:
    "Webhooks are signed like result pushes (Standard Webhooks, with the workflow's signing secret) and retried until they are accepted.  " +
    "The body is `{type: alert.fired | alert.resolved | alert.test, timestamp, data}`.",
  body: z.strictObject({ ...fields, enabled: z.boolean().default(true) }),
  answer: rule,
  status: 201,
  errors: ["conflict"],
});

const changeAlertRule = declareRoute({
  method: "PATCH",
  path: "/api/workflows/{workflowId}/alerts/{alertId}",
  access: "workflow.edit",
  audit: ["alert.changed"],
  summary: "Changes a rule. Fields that are not in the body keep their value",
  body: z.strictObject(fields).partial(),
  answer: rule,
  status: 200,
  errors: ["conflict"],
});

const muteAlertRule = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/alerts/{alertId}/mute",
  access: "workflow.edit",
  audit: ["alert.muted"],
  summary: "Mutes a rule until a time. Null unmutes it",
  body: z.strictObject({ until: moment.nullable() }),
  answer: rule,
  status: 200,
  errors: ["conflict"],
});

const deleteAlertRule = declareRoute({
  method: "DELETE",
  path: "/api/workflows/{workflowId}/alerts/{alertId}",
  access: "workflow.edit",
  audit: ["alert.deleted"],
  summary: "Deletes a rule. If it is firing, it sends a resolved notification",
  status: 204,
  errors: [],
});

const testAlertRule = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/alerts/{alertId}/test",
  access: "workflow.edit",
  audit: ["alert.tested"],
  summary: "Sends a test notification of a rule",
  body: z.strictObject({}),
  bodyRequired: false,
  answer: z.object({ ok: z.boolean(), message: z.string() }),
  status: 200,
  errors: [],
});

const listAlerts = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/alert-history",
  access: "workflow.see",
  summary: "Lists alerts that fired and resolved, newest first",
  query: pageQuery.extend({ rule: z.string().max(100).optional().meta({ description: "Only alerts of this rule." }) }),
  answer: pageOf(
    z
      .object({
        id: z.int(),
        ruleId: z.string(),
        ruleName: z.string(),
        incident: z
          .int()
          .meta({ description: "Counts how often the rule has fired. A resolved alert has the number of the alert that it resolves." }),
        transition: z.enum(["fired", "resolved"]),
        at: time,
        message: z.string(),
        delivery: z.enum(["pending", "delivered", "failed", "silent"]).meta({ description: "silent: the rule was muted." }),
        attempts: z.int(),
        error: z.string().nullable(),
        nextAttemptAt: time.nullable(),
      })
      .meta({ id: "Alert" }),
  ),
  status: 200,
  errors: [],
});

export const alertRoutes = {
  listAlertRules,
  createAlertRule,
  changeAlertRule,
  muteAlertRule,
  deleteAlertRule,
  testAlertRule,
  listAlerts,
};
