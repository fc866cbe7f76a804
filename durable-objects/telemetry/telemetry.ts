/**
 * Exports the finished runs of one account as traces. Monitors hand runs over. A run is read from its lane only when
 * its turn comes, so lanes know nothing of this and no caller waits for it. A run leaves the queue when the receiver
 * has accepted it: at least once, and always with the same ids.
 */
import { DurableObject } from "cloudflare:workers";
import type { AccountId, WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import { counted } from "#flow/text/counted.ts";
import { backoffMs } from "#flow/telemetry/judge-answer.ts";
import { parseKeyring } from "#store/encryption.ts";
import { loadSettings, loadTelemetry, workflowNames, type Telemetry as Settings } from "#store/telemetry/load-telemetry.ts";
import { openHeaders } from "#store/telemetry/telemetry-secrets.ts";
import { Alarm, type Planner } from "../alarm.ts";
import type { ObjectsEnv } from "../env.ts";
import { outboundOf } from "../outbound/outbound-of.ts";
import type { ExportedRun, TelemetryProtocol, TelemetryStatus } from "../protocols/telemetry.ts";
import { sendTraces, type Receiver } from "./send-traces.ts";
import { tellRuns, type Told } from "./tell-runs.ts";
import { testTrace } from "./test-trace.ts";
import { TraceQueue, type QueuedRun } from "./trace-queue.ts";

/** Runs that come meanwhile go in one request. */
const gatherMs = 500;
/** One alarm sends this many requests at most; the next goes on. */
const batchesAtOnce = 20;
/** And works for about so long: an alarm has fifteen minutes, and a receiver may be slow. */
const sliceMs = 60_000;

export class Telemetry extends DurableObject<ObjectsEnv> implements TelemetryProtocol, Planner {
  readonly #queue: TraceQueue;
  readonly #alarm: Alarm;
  readonly #outbound = outboundOf(this.env);

  constructor(ctx: DurableObjectState, env: ObjectsEnv) {
    super(ctx, env);
    this.#queue = new TraceQueue(ctx.storage);
    this.#alarm = new Alarm(ctx.storage);
    void ctx.blockConcurrencyWhile(() => this.#alarm.read());
  }

  async take(accountId: AccountId, workflowId: WorkflowId, runs: readonly ExportedRun[], dropped: number): Promise<void> {
    const now = Date.now();
    this.#queue.accountId = accountId;
    this.#queue.add(workflowId, runs, dropped, now);
    this.#alarm.atLatest(Math.max(now + gatherMs, this.#queue.facts.notBefore));
  }

  async status(): Promise<TelemetryStatus> {
    const { failures, notBefore, ...facts } = this.#queue.facts;
    const nextAt = Math.max(this.#queue.nextDue() ?? 0, failures > 0 ? notBefore : 0);
    const pending = this.#queue.count();
    return { ...facts, pending, nextAttemptAt: pending > 0 && nextAt > 0 ? nextAt : null };
  }

  async settingsChanged(accountId: AccountId): Promise<void> {
    this.#queue.accountId = accountId;
    this.#queue.note({ failures: 0, notBefore: 0, lastError: null, lastErrorAt: null });
    if (this.#queue.count() > 0) this.#alarm.atLatest(Date.now());
  }

  async clockSetBack(): Promise<void> {
    this.#queue.endPauses();
    this.#alarm.atLatest(Date.now());
  }

  async sendTest(accountId: AccountId): Promise<{ ok: boolean; message: string; traceId: string }> {
    const settings = await loadSettings(this.env.DB, accountId);
    const { traceId, spans } = testTrace(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
    if (!settings) return { ok: false, message: "Telemetry is not set up yet.", traceId };
    const receiver = await this.#receiver(settings);
    if (typeof receiver === "string") return { ok: false, message: receiver, traceId };
    const verdict = await sendTraces(receiver, spans, this.#outbound.policy, this.#outbound.networks);
    if (verdict.kind !== "delivered") return { ok: false, message: verdict.message, traceId };
    return { ok: verdict.rejected === 0, message: verdict.message ?? "The receiver accepted the trace.", traceId };
  }

  /** Never throws: the platform gives up on an alarm that fails six times. */
  override async alarm(): Promise<void> {
    this.#alarm.wentOff();
    try {
      await this.#sendDue();
    } catch (error) {
      console.error("runs could not be exported and are retried", error);
      this.#failed("The runs could not be read. Retrying.", null);
    }
    const next = this.#queue.nextDue();
    if (next !== null) this.#alarm.atLatest(Math.max(Date.now() + gatherMs, this.#queue.facts.notBefore, next));
  }

  async #sendDue(): Promise<void> {
    const accountId = this.#queue.accountId as AccountId | undefined;
    if (accountId === undefined || Date.now() < this.#queue.facts.notBefore) return;
    const settings = await loadTelemetry(this.env.DB, accountId);
    if (!settings) return this.#queue.clear();
    const receiver = await this.#receiver(settings);
    if (typeof receiver === "string") return this.#failed(receiver, null);
    // Those that brought this object down whenever they were read.
    this.#giveUp(Date.now());
    const until = Date.now() + sliceMs;
    for (let batch = 0; batch < batchesAtOnce; batch++) {
      const runs = this.#queue.oldest(limits.traceBatchRuns, Date.now());
      if (runs.length === 0 || Date.now() > until) return;
      const told = await this.#tell(settings, runs);
      for (const piece of pieces(told)) if (!(await this.#send(receiver, piece))) return;
    }
  }

  /** Whether it makes sense to go on. */
  async #send(receiver: Receiver, told: readonly Told[]): Promise<boolean> {
    const spans = told.flatMap(({ spans }) => spans);
    const verdict = await sendTraces(receiver, spans, this.#outbound.policy, this.#outbound.networks);
    const now = Date.now();
    const runs = told.map(({ run }) => run);
    if (verdict.kind === "later") {
      this.#failed(verdict.message, verdict.afterMs);
      return false;
    }
    this.ctx.storage.transactionSync(() => {
      this.#queue.remove(runs);
      const { sent } = this.#queue.facts;
      if (verdict.kind === "refused") {
        this.#queue.noteDropped(runs.length, now);
        this.#queue.note({ failures: 0, notBefore: 0, lastError: verdict.message, lastErrorAt: now });
      } else {
        const error = verdict.message === null ? {} : { lastError: verdict.message, lastErrorAt: now };
        this.#queue.note({ failures: 0, notBefore: 0, sent: sent + runs.length, lastSentAt: now, ...error });
      }
    });
    return true;
  }

  #failed(message: string, afterMs: number | null): void {
    const now = Date.now();
    const failures = this.#queue.facts.failures + 1;
    this.#queue.note({ failures, notBefore: now + (afterMs ?? backoffMs(failures, Math.random())), lastError: message, lastErrorAt: now });
  }

  /**
   * What lanes tell of runs; those of which there is nothing to tell leave the queue, and what could not be read is due
   * again later, or given up.
   */
  async #tell(settings: Settings, runs: readonly QueuedRun[]): Promise<readonly Told[]> {
    const names = await workflowNames(this.env.DB, settings.accountId, [...new Set(runs.map(({ workflowId }) => workflowId))]);
    this.#queue.countTry(runs, Date.now());
    const { told, gone, unread, left } = await tellRuns(this.env, runs, { names, includeValues: settings.includeValues });
    const now = Date.now();
    this.ctx.storage.transactionSync(() => {
      this.#queue.remove(gone);
      this.#queue.noteDropped(gone.length, now);
      this.#queue.forgetTries([...told.map(({ run }) => run), ...left]);
      if (unread.length > 0)
        this.#queue.note({ lastError: `Could not read ${counted(unread.length, "run")}. Retrying.`, lastErrorAt: now });
      this.#giveUp(now);
    });
    return told;
  }

  #giveUp(now: number): void {
    const given = this.#queue.giveUp(now);
    if (given > 0) this.#queue.note({ lastError: `Dropped ${counted(given, "run")} that could not be read.`, lastErrorAt: now });
  }

  /** A sentence where the headers cannot be opened. */
  async #receiver({ accountId, endpoint, headers, headersVersion }: Settings): Promise<Receiver | string> {
    if (headers === null) return { endpoint, headers: [] };
    try {
      const keyring = await parseKeyring(this.env.MILLRACE_ENCRYPTION_KEYS);
      return { endpoint, headers: await openHeaders(headers, accountId, headersVersion, keyring) };
    } catch {
      return "The headers can no longer be decrypted. Enter them again.";
    }
  }
}

/** Runs in pieces of a size that receivers take; a run is never split. */
function pieces(told: readonly Told[]): Told[][] {
  const all: Told[][] = [];
  let size = Infinity;
  for (const each of told) {
    if (size + each.chars > limits.traceBatchChars) {
      all.push([]);
      size = 0;
    }
    all.at(-1)!.push(each);
    size += each.chars;
  }
  return all;
}
