/** Alerts: rules that watch the runs of a workflow, and what they have told. */
import * as z from "zod";
import { maxAlertMinutes } from "../alerts/rule.ts";
import { limits } from "../limits.ts";
import { moment, nameOf, pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";

const minutes = z.int().min(1, "Look back at least a minute.").max(maxAlertMinutes, "Look back at most a day.").meta({ title: "Minutes" });
const minRuns = z.int().min(1).max(100_000).default(1).meta({ title: "At least so many runs" });

const condition = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("failureRate"), percent: z.number().min(0).lt(100), minutes, minRuns }),
  z.strictObject({ kind: z.literal("p99"), ms: z.int().min(1).max(86_400_000), minutes, minRuns }),
  z.strictObject({
    kind: z.literal("stopped"),
    minutes: z
      .int()
      .min(1)
      .max(31 * maxAlertMinutes, "Wait at most 31 days."),
  }),
  z.strictObject({ kind: z.literal("consecutiveFailures"), count: z.int().min(1).max(1_000) }),
]);

const channel = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("webhook"),
    url: z.url({ protocol: /^https?$/, error: "Give a full address that begins with https://." }).max(2_000),
  }),
  z.strictObject({
    kind: z.literal("email"),
    to: z
      .array(z.email({ error: "This is no e-mail address." }).max(320))
      .min(1, "Give an address.")
      .max(limits.maxAlertAddresses, `At most ${limits.maxAlertAddresses} addresses can be told.`),
  }),
]);

const rule = z
  .object({
    id: z.string(),
    name: z.string(),
    condition,
    when: z.string().meta({ description: "The condition in words." }),
    channel: z
      .discriminatedUnion("kind", [
        z.object({
          kind: z.literal("webhook"),
          url: z.string().meta({ description: "Only the host for those who may not edit the workflow: addresses can carry secrets." }),
        }),
        z.object({ kind: z.literal("email"), to: z.array(z.string()) }),
      ])
      .meta({ description: "Whom it tells." }),
    enabled: z.boolean(),
    mutedUntil: time.nullable(),
    state: z
      .object({ phase: z.enum(["ok", "firing"]), since: time })
      .nullable()
      .meta({ description: "How it stands; null where it does not watch." }),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "AlertRule", title: "Alert rule" });

const listAlertRules = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/alerts",
  access: "workflow.see",
  summary: "The alert rules of a workflow, the oldest first",
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
  summary: "A new alert rule",
  description:
    "A webhook is signed as pushes of results are (Standard Webhooks, with the workflow's signing secret) and repeated until it is taken. " +
    "Its body is `{type: alert.fired | alert.resolved | alert.test, timestamp, data}`.",
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
  summary: "Changes a rule; what the body leaves out stays",
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
  summary: "Has a rule tell nobody until a moment; null lets it tell again",
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
  summary: "Deletes a rule; where it fires, that is told as resolved",
  status: 204,
  errors: [],
});

const testAlertRule = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/alerts/{alertId}/test",
  access: "workflow.edit",
  audit: ["alert.tested"],
  summary: "Tells whom a rule names that this is a test",
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
  summary: "Alerts that fired and resolved, the newest first",
  query: pageQuery.extend({ rule: z.string().max(100).optional().meta({ description: "Only those of this rule." }) }),
  answer: pageOf(
    z
      .object({
        id: z.int(),
        ruleId: z.string(),
        ruleName: z.string(),
        incident: z
          .int()
          .meta({ description: "Counts the times that the rule has fired; a resolution has the number of what it resolves." }),
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
