import { alertRoutes } from "#flow/contract/alerts.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import type { AnswerOf } from "#flow/contract/route.ts";
import { describeCondition } from "#flow/alerts/describe.ts";
import type { AlertChannel } from "#flow/alerts/rule.ts";
import type { AlertRuleId, WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import { judgeAddress } from "#flow/outbound/judge-address.ts";
import { can } from "#flow/rights/workflow-rights.ts";
import { chooseMailer } from "#objects/mail/choose-mailer.ts";
import type { AlertStanding } from "#objects/protocols/alerts.ts";
import {
  deleteAlertRule,
  findAlertRule,
  insertAlertRule,
  listAlertRules,
  updateAlertRule,
  type AlertRuleRow,
} from "#store/alerts/rules.ts";
import type { Database } from "#store/database.ts";
import { newId } from "#store/new-id.ts";
import { mapPage, writeCursor } from "#store/page.ts";
import type { ManagementContext } from "../../bindings/management-context.ts";
import { policyOf } from "../frame/outbound-policy.ts";
import { changedMeanwhile } from "../frame/changed-meanwhile.ts";
import type { FoundWorkflow, HandlersOf } from "../frame/handler.ts";
import { idIn } from "../frame/paging.ts";
import { isoTime, isoTimeOrNull } from "../frame/times.ts";

type OnWire = AnswerOf<typeof alertRoutes.createAlertRule>;
interface Place {
  readonly db: Database;
  readonly workflow: FoundWorkflow;
  readonly workflowId: WorkflowId;
  readonly context: ManagementContext;
}

export const alertHandlers: HandlersOf<typeof alertRoutes> = {
  async listAlertRules({ db, workflow, workflowId, query, context, request }) {
    const page = await listAlertRules(db, workflowId, { limit: query.limit, after: idIn<AlertRuleId>(query.cursor) });
    const standings = page.items.length === 0 ? [] : await context.monitorOf(workflowId).alertStandings(workflowId);
    return { ...mapPage(page, (row) => onWire(row, workflow, standings)), canMail: chooseMailer(context.env, request.url) !== undefined };
  },

  async createAlertRule(call) {
    const { db, workflowId, body, caller, context, request } = call;
    judgeChannel(body.channel, context, request);
    const row = {
      id: newId<AlertRuleId>("alert", context.now()),
      workflowId,
      ...body,
      createdBy: caller.user.id,
      createdAt: context.now(),
    };
    const details = { condition: describeCondition(body.condition), channel: shownChannel(body.channel) };
    const statement = insertAlertRule(db, row, limits.maxAlertRules);
    if (!(await call.audited({ event: "alert.created", subject: row, details }, [statement])))
      throw new Refusal("conflict", {
        detail: `A workflow may have ${limits.maxAlertRules} alert rules.`,
        suggestion: "Delete a rule that is not needed any more.",
      });
    return changed(call, row.id);
  },

  async changeAlertRule(call) {
    const { db, workflowId, params, body, context, request } = call;
    const before = await requireRule(db, workflowId, params.alertId);
    if (body.channel) judgeChannel(body.channel, context, request);
    const after = {
      name: body.name ?? before.name,
      condition: body.condition ?? before.condition,
      channel: body.channel ?? before.channel,
      enabled: body.enabled ?? before.enabled,
    };
    const isOther = (name: keyof typeof after) => JSON.stringify(before[name]) !== JSON.stringify(after[name]);
    const what = (["name", "condition", "channel", "enabled"] as const).filter(isOther).map((name) => whatLabels[name]);
    if (what.length === 0) return show(call, before);
    const details = {
      what,
      condition: describeCondition(after.condition),
      channel: shownChannel(after.channel),
      fingerprint: isOther("channel") ? await call.fingerprint(JSON.stringify(after.channel)) : null,
    };
    const statement = updateAlertRule(db, before, after, context.now());
    if (!(await call.audited({ event: "alert.changed", subject: { id: before.id, name: after.name }, details }, [statement])))
      throw changedMeanwhile("the rule");
    return changed(call, before.id);
  },

  async muteAlertRule(call) {
    const { db, workflowId, params, body, context } = call;
    const before = await requireRule(db, workflowId, params.alertId);
    const { until } = body;
    const statement = updateAlertRule(db, before, { mutedUntil: until }, context.now());
    if (!(await call.audited({ event: "alert.muted", subject: before, details: { until } }, [statement])))
      throw changedMeanwhile("the rule");
    return changed(call, before.id);
  },

  async deleteAlertRule(call) {
    const { db, workflowId, params, context } = call;
    const rule = await requireRule(db, workflowId, params.alertId);
    if (!(await call.audited({ event: "alert.deleted", subject: rule, details: {} }, [deleteAlertRule(db, rule)]))) throw noSuchRule();
    await context.monitorOf(workflowId).alertsChanged(workflowId);
  },

  async testAlertRule(call) {
    const { db, workflowId, params, context } = call;
    const rule = await requireRule(db, workflowId, params.alertId);
    const { ok, message } = await context.monitorOf(workflowId).testAlert(workflowId, rule.id);
    await call.noted({ event: "alert.tested", subject: rule, details: { ok } });
    return { ok, message };
  },

  async listAlerts({ workflowId, query, context }) {
    const after = idIn<string>(query.cursor);
    const { items, next } = await context.monitorOf(workflowId).alertHistory({
      limit: query.limit,
      ...(after === undefined ? {} : { after: requireNumber(after) }),
      // A text that is not a rule id is in no row.
      ...(query.rule === undefined ? {} : { ruleId: query.rule as AlertRuleId }),
    });
    return {
      items: items.map(({ id, ruleId, ruleName, incident, transition, at, message, delivery, attempts, error, nextAttemptAt }) => ({
        id,
        ruleId,
        ruleName,
        incident,
        transition,
        at: isoTime(at),
        message,
        delivery,
        attempts,
        error,
        nextAttemptAt: isoTimeOrNull(nextAttemptAt),
      })),
      nextCursor: next === null ? null : writeCursor([next]),
    };
  },
};

const whatLabels = { name: "the name", condition: "the condition", channel: "who is notified", enabled: "whether it is on" } as const;

/** The Monitor learns of it before the answer, so that what happens next is watched. */
async function changed(place: Place, id: AlertRuleId): Promise<OnWire> {
  await place.context.monitorOf(place.workflowId).alertsChanged(place.workflowId);
  return show(place, await requireRule(place.db, place.workflowId, id));
}

async function show({ workflow, workflowId, context }: Place, row: AlertRuleRow): Promise<OnWire> {
  return onWire(row, workflow, await context.monitorOf(workflowId).alertStandings(workflowId));
}

function onWire(row: AlertRuleRow, { role }: FoundWorkflow, standings: readonly AlertStanding[]): OnWire {
  const { id, name, condition, channel, enabled, mutedUntil, createdAt, updatedAt } = row;
  const standing = standings.find(({ ruleId }) => ruleId === id);
  const isHidden = channel.kind === "webhook" && !can(role, "workflow.edit");
  return {
    id,
    name,
    condition,
    when: describeCondition(condition),
    channel:
      channel.kind === "email"
        ? { kind: "email", to: [...channel.to] }
        : { kind: "webhook", url: isHidden ? new URL(channel.url).origin : channel.url },
    enabled,
    mutedUntil: isoTimeOrNull(mutedUntil),
    state: standing ? { phase: standing.phase, since: isoTime(standing.since) } : null,
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
  };
}

async function requireRule(db: Database, workflowId: WorkflowId, id: string): Promise<AlertRuleRow> {
  // Ids come from outside; what is none is found in no row.
  const rule = await findAlertRule(db, workflowId, id as AlertRuleId);
  if (!rule) throw noSuchRule();
  return rule;
}

function noSuchRule(): Refusal {
  return new Refusal("not_found", { detail: "The workflow has no alert rule of this id." });
}

function judgeChannel(channel: AlertChannel, { env }: ManagementContext, request: Request): void {
  if (channel.kind !== "webhook") return;
  const verdict = judgeAddress(channel.url, policyOf(env, request));
  if (verdict.ok) return;
  const message = `${verdict.message} ${verdict.suggestion}`;
  throw new Refusal("validation_failed", { errors: [{ path: "/channel/url", code: verdict.code, message }] });
}

/** Paths and queries of webhooks often hold a secret. */
function shownChannel(channel: AlertChannel): string {
  return channel.kind === "webhook" ? `the webhook at ${new URL(channel.url).host}` : channel.to.join(", ");
}

function requireNumber(text: string): string {
  if (/^\d{1,15}$/.test(text)) return text;
  throw new Refusal("validation_failed", {
    errors: [{ path: "/cursor", code: "invalid_cursor", message: "The cursor is not valid for this list." }],
  });
}
