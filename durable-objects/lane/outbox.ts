/**
 * Pushes that are owed. A row is written in the transaction that ends the run, so a result that exists is a result
 * that will be delivered; each attempt is recorded before the next is planned.
 */
import type { RunId } from "#flow/ids.ts";
import type { OutboundPolicy } from "#flow/outbound/judge-address.ts";
import { afterAttempt, maxDeliveries, owedAt, startable, type Owed } from "#flow/push/owed.ts";
import { openAccessToken, openSigningSecret } from "#store/endpoint-secrets.ts";
import { loadDeployment } from "#store/endpoint.ts";
import { parseKeyring, type Keyring } from "#store/encryption.ts";
import type { ObjectsEnv } from "../env.ts";
import type { Networks } from "../outbound/outbound.ts";
import { deliver, type DeliveryAttempt } from "../push/deliver.ts";
import type { RunHead } from "../run/run-head.ts";
import type { Deliveries, Delivery } from "../protocols/lane.ts";
import type { RunReport } from "../protocols/run.ts";

interface OutboxPorts {
  readonly storage: DurableObjectStorage;
  readonly env: ObjectsEnv;
  readonly policy: OutboundPolicy;
  readonly networks: Networks;
  findRun(runId: RunId): { head: RunHead; report: RunReport } | undefined;
  /** Something is due at this time. */
  due(at: number): void;
}

/** Only `Owed` values are written to these columns. */
type OutboxRow = { run: string; state: Owed["state"]; attempt: number; due_at: number | null };

export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #sql: SqlStorage;
  readonly #underWay = new Set<RunId>();
  #keyring: Promise<Keyring> | undefined;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
    this.#sql = ports.storage.sql;
  }

  get isBusy(): boolean {
    return this.#underWay.size > 0;
  }

  /** To be called within the transaction that ends the run. */
  owe(runId: RunId, now: number): void {
    const { state, attempt, dueAt } = owedAt(now);
    this.#sql.exec("INSERT OR IGNORE INTO outbox (run, state, attempt, due_at) VALUES (?, ?, ?, ?)", runId, state, attempt, dueAt);
  }

  /** Starts every delivery that is due. */
  deliverDue(now: number): void {
    if (this.#underWay.size >= maxDeliveries) return;
    // Deliveries in progress are due too; together there are at most this many.
    const due = this.#sql.exec<{ run: string }>("SELECT run FROM outbox WHERE due_at <= ? ORDER BY due_at LIMIT ?", now, maxDeliveries);
    const runs = [...due].map((row) => row.run as RunId);
    for (const run of startable(runs, this.#underWay)) {
      this.#underWay.add(run);
      void this.#deliver(run).finally(() => {
        this.#underWay.delete(run);
        this.deliverDue(Date.now());
      });
    }
  }

  /** Sends a result once more, now and with the whole schedule before it. */
  redeliver(runId: RunId): boolean {
    const now = Date.now();
    if (!this.#row(runId)) return false;
    this.#setOwed(runId, owedAt(now));
    this.deliverDue(now);
    return true;
  }

  /** Ends all pauses: what is owed is due at `now` at the latest. */
  endPauses(now: number): void {
    this.#sql.exec("UPDATE outbox SET due_at = ?1 WHERE due_at > ?1", now);
  }

  list(runId: RunId): Deliveries | undefined {
    const row = this.#row(runId);
    if (!row) return undefined;
    const attempts = this.#sql.exec<{ delivery: string }>("SELECT delivery FROM deliveries WHERE run = ? ORDER BY attempt", runId);
    return {
      state: row.state,
      nextAttemptAt: row.due_at === null ? null : new Date(row.due_at).toISOString(),
      attempts: [...attempts].map(({ delivery }) => JSON.parse(delivery) as Delivery),
    };
  }

  async #deliver(runId: RunId): Promise<void> {
    const run = this.#ports.findRun(runId);
    const at = Date.now();
    const attempt = run && (await this.#attempt(run.head, run.report, at));
    const row = this.#row(runId);
    if (!row) return;
    const outcome = attempt ? (attempt.ok ? "delivered" : "not delivered") : "gone";
    const owed = afterAttempt({ state: row.state, attempt: row.attempt, dueAt: row.due_at }, outcome, Date.now(), Math.random());
    this.#ports.storage.transactionSync(() => {
      if (attempt) this.#record(row, attempt, at);
      this.#setOwed(runId, owed);
    });
    if (owed.dueAt !== null) this.#ports.due(owed.dueAt);
  }

  #setOwed(runId: RunId, { state, attempt, dueAt }: Owed): void {
    this.#sql.exec("UPDATE outbox SET state = ?, attempt = ?, due_at = ? WHERE run = ?", state, attempt, dueAt, runId);
  }

  #record(row: OutboxRow, attempt: DeliveryAttempt, at: number): void {
    const number = this.#sql.exec<{ n: number }>("SELECT count(*) + 1 AS n FROM deliveries WHERE run = ?", row.run).one().n;
    const delivery: Delivery = {
      attempt: number,
      at: new Date(at).toISOString(),
      status: attempt.status || null,
      durationMs: attempt.durationMs,
      answer: attempt.answer,
      error: attempt.error ?? null,
    };
    this.#sql.exec("INSERT INTO deliveries (run, attempt, delivery) VALUES (?, ?, ?)", row.run, number, JSON.stringify(delivery));
  }

  async #attempt(head: RunHead, report: RunReport, at: number): Promise<DeliveryAttempt> {
    try {
      const deployment = await loadDeployment(this.#ports.env.DB, head.deploymentId);
      const url = deployment?.settings.async.callbackUrl;
      if (!deployment || !url) return failed("The deployment no longer has a callback URL.");
      this.#keyring ??= parseKeyring(this.#ports.env.MILLRACE_ENCRYPTION_KEYS);
      const keyring = await this.#keyring;
      const [accessToken, signingSecret] = await Promise.all([
        openAccessToken(deployment.settings, deployment, keyring),
        openSigningSecret(deployment.settings, deployment, keyring),
      ]);
      const callback = { url, accessToken, signingSecret, webhookId: `msg_${head.id}`, timestampMs: at, body: JSON.stringify(report) };
      return await deliver(callback, this.#ports.policy, undefined, this.#ports.networks);
    } catch (error) {
      console.error("a push could not be prepared", error);
      return failed("The server could not prepare the push and will retry.");
    }
  }

  #row(runId: RunId): OutboxRow | undefined {
    return this.#sql.exec<OutboxRow>("SELECT run, state, attempt, due_at FROM outbox WHERE run = ?", runId).toArray()[0];
  }
}

function failed(error: string): DeliveryAttempt {
  return { ok: false, status: 0, durationMs: 0, answer: "", error };
}
