/** The statements on what a Monitor keeps for alerts. Nothing here decides; every method is one or two statements. */
import type { AlertEvent } from "#flow/alerts/alert-event.ts";
import type { AlertState } from "#flow/alerts/alert-state.ts";
import type { AlertRule } from "#flow/alerts/rule.ts";
import type { AlertRuleId } from "#flow/ids.ts";
import { addToSketch, emptySketch, readSketch, writeSketch } from "#flow/monitoring/rank-sketch.ts";
import { limits } from "#flow/limits.ts";
import type { AlertDelivery, KeptAlert } from "../protocols/alerts.ts";
import type { Page } from "../protocols/page.ts";

export interface WatchedRule {
  readonly rule: AlertRule;
  readonly state: AlertState;
  readonly watchedSince: number;
}

/** What the rules are judged by, beside the minutes. */
export interface Course {
  readonly lastStartAt: number | null;
  readonly failedInARow: number;
}

/** Runs that ended in one minute. */
export type Minute = { finished: number; failed: number; sketch: ArrayBuffer | null };

/** A pending alert notification, with its rule as it was at that time. */
export interface DueAlert {
  readonly kept: KeptAlert;
  readonly ruleThen: AlertRule;
}

type EventRow = { id: number; event: string; delivery: string; attempts: number; error: string | null; due_at: number | null };
const eventColumns = "id, event, delivery, attempts, error, due_at";

export class AlertTables {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS follow_rules (id TEXT PRIMARY KEY, rule TEXT NOT NULL, state TEXT NOT NULL, watched_since INTEGER NOT NULL) WITHOUT ROWID;
      -- Runs by the minute in which they ended; kept only while a rule looks back.
      CREATE TABLE IF NOT EXISTS follow_minutes (minute INTEGER PRIMARY KEY, finished INTEGER NOT NULL, failed INTEGER NOT NULL, sketch BLOB);
      CREATE TABLE IF NOT EXISTS follow_course (one INTEGER PRIMARY KEY CHECK (one = 1), last_start_at INTEGER, failed_in_a_row INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS follow_alerts (
        id INTEGER PRIMARY KEY AUTOINCREMENT, rule TEXT NOT NULL, event TEXT NOT NULL,
        -- The rule as it was then, for one that was deleted since.
        rule_then TEXT NOT NULL,
        delivery TEXT NOT NULL, attempts INTEGER NOT NULL, error TEXT, due_at INTEGER
      );
      CREATE INDEX IF NOT EXISTS follow_alerts_due ON follow_alerts (due_at) WHERE due_at IS NOT NULL;
      CREATE INDEX IF NOT EXISTS follow_alerts_rule ON follow_alerts (rule, id);
    `);
  }

  rules(): WatchedRule[] {
    const rows = this.#sql.exec<{ rule: string; state: string; watched_since: number }>(
      "SELECT rule, state, watched_since FROM follow_rules ORDER BY id",
    );
    // Written by `setRule`.
    return [...rows].map(({ rule, state, watched_since }) => ({
      rule: JSON.parse(rule) as AlertRule,
      state: JSON.parse(state) as AlertState,
      watchedSince: watched_since,
    }));
  }

  setRule({ rule, state, watchedSince }: WatchedRule): void {
    this.#sql.exec(
      "INSERT OR REPLACE INTO follow_rules (id, rule, state, watched_since) VALUES (?, ?, ?, ?)",
      rule.id,
      JSON.stringify(rule),
      JSON.stringify(state),
      watchedSince,
    );
  }

  removeRule(id: AlertRuleId): void {
    this.#sql.exec("DELETE FROM follow_rules WHERE id = ?", id);
  }

  course(): Course {
    const row = this.#sql.exec<{ last_start_at: number | null; failed_in_a_row: number }>("SELECT * FROM follow_course").toArray()[0];
    return { lastStartAt: row?.last_start_at ?? null, failedInARow: row?.failed_in_a_row ?? 0 };
  }

  setCourse({ lastStartAt, failedInARow }: Course): void {
    this.#sql.exec(
      "INSERT OR REPLACE INTO follow_course (one, last_start_at, failed_in_a_row) VALUES (1, ?, ?)",
      lastStartAt,
      failedInARow,
    );
  }

  addToMinute(minute: number, failed: number, durations: readonly number[]): void {
    const before = this.#sql.exec<Minute>("SELECT finished, failed, sketch FROM follow_minutes WHERE minute = ?", minute).toArray()[0];
    const finished = (before?.finished ?? 0) + durations.length;
    const known = before?.sketch ? readSketch(new Uint8Array(before.sketch)) : emptySketch();
    const sketch = writeSketch(
      addToSketch(
        known,
        durations.toSorted((a, b) => a - b),
        finished,
      ),
    ).buffer;
    this.#sql.exec(
      "INSERT OR REPLACE INTO follow_minutes (minute, finished, failed, sketch) VALUES (?, ?, ?, ?)",
      minute,
      finished,
      (before?.failed ?? 0) + failed,
      sketch,
    );
  }

  minutesSince(minute: number): readonly Minute[] {
    return this.#sql.exec<Minute>("SELECT finished, failed, sketch FROM follow_minutes WHERE minute >= ?", minute).toArray();
  }

  /** Before the first rule nothing was counted. */
  beginAnew(): void {
    this.#sql.exec("DELETE FROM follow_course");
    this.#sql.exec("DELETE FROM follow_minutes");
  }

  forgetMinutes(before: number): void {
    this.#sql.exec("DELETE FROM follow_minutes WHERE minute < ?", before);
  }

  /** Moves all minutes so that none is later than this one: windows end where the counting did. */
  moveMinutesTo(minute: number): void {
    const last = this.#sql.exec<{ minute: number | null }>("SELECT max(minute) AS minute FROM follow_minutes").one().minute;
    if (last === null || last <= minute) return;
    // By way of negative ones, so that no minute meets another on its way.
    this.#sql.exec("UPDATE follow_minutes SET minute = -minute");
    this.#sql.exec("UPDATE follow_minutes SET minute = -minute - ?", last - minute);
  }

  /** Notifications that are due by `now`. */
  endPauses(now: number): void {
    this.#sql.exec("UPDATE follow_alerts SET due_at = ?1 WHERE due_at > ?1", now);
  }

  addEvent(event: AlertEvent, rule: AlertRule, delivery: AlertDelivery): void {
    this.#sql.exec(
      "INSERT INTO follow_alerts (rule, event, rule_then, delivery, attempts, due_at) VALUES (?, ?, ?, ?, 0, ?)",
      event.ruleId,
      JSON.stringify(event),
      JSON.stringify(rule),
      delivery,
      delivery === "pending" ? event.at : null,
    );
    this.#sql.exec("DELETE FROM follow_alerts WHERE id <= (SELECT max(id) FROM follow_alerts) - ?", limits.maxAlertHistory);
  }

  dueEvents(now: number, limit: number): DueAlert[] {
    const rows = this.#sql.exec<EventRow & { rule_then: string }>(
      `SELECT ${eventColumns}, rule_then FROM follow_alerts WHERE due_at <= ? ORDER BY due_at LIMIT ?`,
      now,
      limit,
    );
    return [...rows].map((row) => ({ kept: keptOf(row), ruleThen: JSON.parse(row.rule_then) as AlertRule }));
  }

  nextDue(): number | null {
    return this.#sql.exec<{ at: number | null }>("SELECT min(due_at) AS at FROM follow_alerts WHERE due_at IS NOT NULL").one().at;
  }

  setDelivery(
    id: number,
    { delivery, attempts, error, nextAttemptAt }: Pick<KeptAlert, "delivery" | "attempts" | "error" | "nextAttemptAt">,
  ): void {
    this.#sql.exec(
      "UPDATE follow_alerts SET delivery = ?, attempts = ?, error = ?, due_at = ? WHERE id = ?",
      delivery,
      attempts,
      error,
      nextAttemptAt,
      id,
    );
  }

  history(limit: number, before: number, ruleId: AlertRuleId | undefined): Page<KeptAlert> {
    const rows = this.#sql
      .exec<EventRow>(
        `SELECT ${eventColumns} FROM follow_alerts WHERE id < ?1 AND (?2 IS NULL OR rule = ?2) ORDER BY id DESC LIMIT ?3`,
        before,
        ruleId ?? null,
        limit + 1,
      )
      .toArray();
    const items = rows.slice(0, limit).map(keptOf);
    return { items, next: rows.length > limit ? String(items.at(-1)!.id) : null };
  }
}

function keptOf({ id, event, delivery, attempts, error, due_at }: EventRow): KeptAlert {
  // Written by `addEvent` and `setDelivery`.
  return { ...(JSON.parse(event) as AlertEvent), id, delivery: delivery as AlertDelivery, attempts, error, nextAttemptAt: due_at };
}
