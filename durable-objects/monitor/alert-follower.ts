/**
 * Watches a workflow's runs by its alert rules. The counts for the rules are updated in the transaction that stores the
 * runs; the Monitor's alarm evaluates the rules. A firing rule and its notifications are written together. So after a
 * crash it has fired once or not at all, and every written notification is sent.
 */
import { alertMessageId, type AlertEvent } from "#flow/alerts/alert-event.ts";
import { endAlert, initialAlertState, stepAlert, type AlertTransition } from "#flow/alerts/alert-state.ts";
import { describeAlert, turnedOffReason } from "#flow/alerts/describe.ts";
import { judge, nextLook, type Observed } from "#flow/alerts/judge.ts";
import { maxAlertMinutes, type AlertRule } from "#flow/alerts/rule.ts";
import type { AlertRuleId, WorkflowId } from "#flow/ids.ts";
import { Points } from "#flow/monitoring/quantiles.ts";
import { eachPoint, readSketch } from "#flow/monitoring/rank-sketch.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import { nextAttempt } from "#flow/push/schedule.ts";
import { loadAlertRules } from "#store/alerts/load-alerts.ts";
import type { ObjectsEnv } from "../env.ts";
import { AlertTables, type DueAlert, type Minute, type WatchedRule } from "./alert-tables.ts";
import { tellAlert } from "./tell-alert.ts";
import type { AlertStanding, KeptAlert } from "../protocols/alerts.ts";
import type { Page } from "../protocols/page.ts";

const minuteMs = 60_000;
/** Rules are judged this long after a change, together with what else comes. */
const soonMs = 500;
/**
 * Reading a minute of a window takes about 7 µs, and each of 20 rules may look back a day. After an evaluation, rules
 * pause this long for each minute that was read, so evaluation takes at most a twentieth of the time. A pause below
 * `soonMs` is skipped.
 */
const pausePerMinuteMs = 0.15;
/** How often windows are looked at while time alone can change what they hold. */
const lookMs = 15_000;
/** Rules are read again this often, in case the notice of a change was lost. */
const readEveryMs = 10 * minuteMs;
const tellAtOnce = 20;
const heartbeatMs = 3_000;

export class AlertFollower {
  readonly #storage: DurableObjectStorage;
  readonly #tables: AlertTables;
  readonly #wake: (at: number) => void;
  /** Alerts that are being sent: a receiver that hangs must not delay the Monitor's alarm. */
  readonly #underWay = new Set<number>();
  /** Null until they are read from storage. */
  #rules: WatchedRule[] | null = null;
  #readAt = 0;
  /** Rules are not judged before this. */
  #judgeAt = 0;

  /** `wake` asks to be called at a time. */
  constructor(storage: DurableObjectStorage, wake: (at: number) => void) {
    this.#storage = storage;
    this.#wake = wake;
    this.#tables = new AlertTables(storage.sql);
  }

  /** Within the transaction that takes rows in; answers when it wants to be called, or null. */
  recorded(rows: readonly RunRow[], now: number): number | null {
    if (this.#watched.length === 0) return null;
    const over = rows.filter(({ endedAt }) => endedAt !== null).toSorted((a, b) => a.endedAt! - b.endedAt!);
    const course = this.#tables.course();
    let { failedInARow } = course;
    for (const { status } of over) failedInARow = status === "Failed" ? failedInARow + 1 : 0;
    const lastStartAt = rows.reduce((last, { startedAt }) => Math.max(last, startedAt), course.lastStartAt ?? 0);
    this.#tables.setCourse({ lastStartAt, failedInARow });
    const minutes = Map.groupBy(over, ({ endedAt }) => Math.floor(endedAt! / minuteMs));
    for (const [minute, group] of minutes) {
      const failed = group.filter(({ status }) => status === "Failed").length;
      this.#tables.addToMinute(
        minute,
        failed,
        group.map(({ durationMs }) => durationMs ?? 0),
      );
    }
    return Math.max(now + soonMs, this.#judgeAt);
  }

  /** Evaluates the rules and sends pending notifications; returns when to be called again, or null. */
  async due(env: ObjectsEnv, workflowId: WorkflowId, now: number): Promise<number | null> {
    if (this.#watched.length > 0 && now > this.#readAt + readEveryMs) await this.read(env, workflowId);
    const looks = now < this.#judgeAt ? [this.#judgeAt] : this.#judgeAll(now);
    this.#tellDue(env, workflowId, now);
    const next = this.#tables.nextDue();
    // Work in progress is resumed if this object does not live to finish it.
    return earliest([...looks, next === null ? null : Math.max(next, now + (this.#underWay.size > 0 ? heartbeatMs : 0))]);
  }

  /** Takes in the rules as the database has them; answers when it wants to be called, or null. */
  async read(env: ObjectsEnv, workflowId: WorkflowId): Promise<number | null> {
    const rules = (await loadAlertRules(env.DB, workflowId)).filter(({ enabled }) => enabled);
    const now = Date.now();
    this.#readAt = now;
    this.#storage.transactionSync(() => {
      const before = new Map(this.#watched.map((watched) => [watched.rule.id, watched]));
      if (before.size === 0) this.#tables.beginAnew();
      for (const rule of rules) {
        const known = before.get(rule.id);
        before.delete(rule.id);
        // Two reads may overtake one another.
        if (known && known.rule.revision >= rule.revision) continue;
        const isOther = known && JSON.stringify(known.rule.condition) !== JSON.stringify(rule.condition);
        this.#tables.setRule({
          rule,
          state: known?.state ?? initialAlertState(now),
          watchedSince: known && !isOther ? known.watchedSince : now,
        });
      }
      for (const { rule, state } of before.values()) {
        const { transition, state: after } = endAlert(state, now);
        if (transition) this.#note(rule, { incident: after.incident, transition, message: turnedOffReason, value: null }, now);
        this.#tables.removeRule(rule.id);
      }
      this.#rules = this.#tables.rules();
    });
    return this.#watched.length > 0 || this.#tables.nextDue() !== null ? now + soonMs : null;
  }

  /** What was counted and planned by a clock that was ahead is taken over to the one that counts now. */
  clockSetBack(now: number): void {
    this.#storage.transactionSync(() => {
      this.#tables.moveMinutesTo(Math.floor(now / minuteMs));
      const { lastStartAt, failedInARow } = this.#tables.course();
      if (lastStartAt !== null) this.#tables.setCourse({ lastStartAt: Math.min(lastStartAt, now), failedInARow });
      for (const watched of this.#tables.rules()) this.#tables.setRule({ ...watched, watchedSince: Math.min(watched.watchedSince, now) });
      this.#tables.endPauses(now);
    });
    this.#rules = null;
    this.#judgeAt = 0;
  }

  /** Whether the rules were read since this object came up. */
  get isFresh(): boolean {
    return this.#readAt > 0;
  }

  standings(): AlertStanding[] {
    return this.#watched.map(({ rule, state }) => ({ ruleId: rule.id, phase: state.phase, since: state.since }));
  }

  history(limit: number, after: string | undefined, ruleId: AlertRuleId | undefined): Page<KeptAlert> {
    return this.#tables.history(limit, after === undefined ? Number.MAX_SAFE_INTEGER : Number(after), ruleId);
  }

  /** Sends a test notification to the recipients of the rule; nothing of it is stored. */
  async test(env: ObjectsEnv, workflowId: WorkflowId, ruleId: AlertRuleId): Promise<{ ok: boolean; message: string }> {
    const rule = (await loadAlertRules(env.DB, workflowId)).find(({ id }) => id === ruleId);
    if (!rule) return { ok: false, message: "The rule no longer exists." };
    const at = Date.now();
    const message = "This is a test alert. There is no problem.";
    const event: AlertEvent = { ruleId, ruleName: rule.name, incident: 0, transition: "fired", at, message, value: null };
    const error = await tellAlert(env, workflowId, rule, event, { id: `msg_${ruleId}_test_${at}`, isTest: true });
    return error === null ? { ok: true, message: "The test alert was delivered." } : { ok: false, message: error };
  }

  get #watched(): readonly WatchedRule[] {
    return (this.#rules ??= this.#tables.rules());
  }

  #judgeAll(now: number): (number | null)[] {
    const looks: (number | null)[] = [];
    const course = this.#tables.course();
    let minutesRead = 0;
    this.#storage.transactionSync(() => {
      for (const { rule, state, watchedSince } of this.#watched) {
        const minutes = this.#minutesOf(rule, now);
        minutesRead += minutes.length;
        const seen = { ...course, ...figuresOf(minutes, rule.condition.kind === "p99"), nowMs: now, watchedSince };
        const judgement = judge(rule.condition, seen, state.phase === "firing");
        const { state: after, transition } = stepAlert(state, judgement, now);
        if (transition) {
          this.#tables.setRule({ rule, state: after, watchedSince });
          const message = describeAlert(transition, rule.condition, judgement.value);
          this.#note(rule, { incident: after.incident, transition, message, value: judgement.value }, now);
        }
        looks.push(nextLook(rule.condition, seen, after.phase === "firing", lookMs));
      }
      if (this.#watched.length > 0) this.#tables.forgetMinutes(Math.floor(now / minuteMs) - maxAlertMinutes - 1);
      this.#rules = this.#tables.rules();
    });
    const pauseMs = minutesRead * pausePerMinuteMs;
    this.#judgeAt = pauseMs > soonMs ? now + pauseMs : 0;
    return looks;
  }

  /** What a rule looks back at; none where it judges by something else. */
  #minutesOf({ condition }: AlertRule, now: number): readonly Minute[] {
    const looksBack = condition.kind === "failureRate" || condition.kind === "p99";
    return looksBack ? this.#tables.minutesSince(Math.floor(now / minuteMs) - condition.minutes) : [];
  }

  /** Within the transaction that changes the rule's state. */
  #note(rule: AlertRule, told: { incident: number; transition: AlertTransition; message: string; value: number | null }, at: number): void {
    const isMuted = rule.mutedUntil !== null && rule.mutedUntil > at;
    this.#tables.addEvent({ ruleId: rule.id, ruleName: rule.name, ...told, at }, rule, isMuted ? "silent" : "pending");
  }

  #tellDue(env: ObjectsEnv, workflowId: WorkflowId, now: number): void {
    for (const due of this.#tables.dueEvents(now, tellAtOnce)) {
      const { id } = due.kept;
      if (this.#underWay.has(id)) continue;
      this.#underWay.add(id);
      void this.#tell(env, workflowId, due).finally(() => {
        this.#underWay.delete(id);
        const next = this.#tables.nextDue();
        if (next !== null) this.#wake(Math.max(next, Date.now()));
      });
    }
  }

  /** Never rejects: `tellAlert` does not. */
  async #tell(env: ObjectsEnv, workflowId: WorkflowId, { kept, ruleThen }: DueAlert): Promise<void> {
    // An address that was corrected since is the one that is meant.
    const rule = this.#watched.find((watched) => watched.rule.id === kept.ruleId)?.rule ?? ruleThen;
    const error = await tellAlert(env, workflowId, rule, kept, { id: alertMessageId(kept), isTest: false });
    const attempts = kept.attempts + 1;
    const waitMs = error === null ? null : nextAttempt(attempts, Math.random());
    this.#tables.setDelivery(kept.id, {
      delivery: error === null ? "delivered" : waitMs === null ? "failed" : "pending",
      attempts,
      error,
      nextAttemptAt: waitMs === null ? null : Date.now() + waitMs,
    });
  }
}

function figuresOf(minutes: readonly Minute[], hasP99: boolean): Pick<Observed, "finished" | "failed" | "p99Ms"> {
  const points = new Points();
  let [finished, failed] = [0, 0];
  for (const minute of minutes) {
    finished += minute.finished;
    failed += minute.failed;
    if (hasP99 && minute.sketch) eachPoint(readSketch(new Uint8Array(minute.sketch)), (value, weight) => points.add(value, weight));
  }
  return { finished, failed, p99Ms: points.quantiles(finished, [0.99])[0] ?? null };
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}
