/**
 * What is known of all runs of one workflow, over all its lanes: lists, figures, and a view of what happens now. Lanes
 * are the truth; this is fed from them, and a batch that comes twice or late changes nothing.
 */
import { DurableObject } from "cloudflare:workers";
import { retentionFloor } from "#flow/monitoring/periods.ts";
import type { ModelRunRow, RunRow } from "#flow/monitoring/run-row.ts";
import type { AlertRuleId, WorkflowId } from "#flow/ids.ts";
import { Alarm, type Planner } from "../alarm.ts";
import type { ObjectsEnv } from "../env.ts";
import { Retention } from "../retention.ts";
import { Followers } from "./followers.ts";
import type { AlertStanding, KeptAlert } from "../protocols/alerts.ts";
import { Ledger } from "./ledger.ts";
import { listRows } from "./list-rows.ts";
import { LiveView } from "./live-view.ts";
import { measure } from "./measure.ts";
import type { Page } from "../protocols/page.ts";
import type { Metrics, ModelRunSelection, MonitorProtocol, RunBatch, RunSelection, WantedPage } from "../protocols/monitor.ts";
import { modelRunKind, runKind } from "./run-ledger.ts";

const hourMs = 3_600_000;
/** RFC 6455 §7.4.1. */
const unsupportedData = 1003;
/** Rows that are deleted in one slice: other work gets its turn between two slices. */
const forgottenAtOnce = 5_000;

export class Monitor extends DurableObject<ObjectsEnv> implements MonitorProtocol, Planner {
  readonly #runs = new Ledger(this.ctx.storage.sql, runKind);
  readonly #modelRuns = new Ledger(this.ctx.storage.sql, modelRunKind);
  readonly #live = new LiveView(this.ctx);
  readonly #alarm = new Alarm(this.ctx.storage);
  readonly #followers = new Followers({
    storage: this.ctx.storage,
    env: this.env,
    ledger: this.#runs,
    wake: (at) => this.#alarm.atLatest(at),
  });
  readonly #retention = new Retention(this.ctx.storage, this.env.DB);
  #forgetAt = 0;

  constructor(ctx: DurableObjectState, env: ObjectsEnv) {
    super(ctx, env);
    void ctx.blockConcurrencyWhile(() => this.#alarm.read());
  }

  async record({ workflowId, runs, modelRuns }: RunBatch): Promise<void> {
    const floor = retentionFloor(Date.now(), this.#retention.known);
    const [newRuns, newModelRuns] = this.ctx.storage.transactionSync(() => {
      const recorded = [this.#runs.record(runs, floor), this.#modelRuns.record(modelRuns, floor)] as const;
      this.#followers.recorded(workflowId, recorded[0]);
      return recorded;
    });
    this.#live.changed(newRuns, newModelRuns);
    this.#alarm.atLatest(Date.now() + hourMs);
  }

  async list(selection: RunSelection, page: WantedPage): Promise<Page<RunRow>> {
    return listRows(this.#runs, selection, page, await this.#floor());
  }

  async listModelRuns(selection: ModelRunSelection, page: { readonly limit: number; readonly after?: string }): Promise<Page<ModelRunRow>> {
    return listRows(this.#modelRuns, selection, { ...page, sort: "startedAt", order: "desc" }, await this.#floor());
  }

  async metrics(selection: RunSelection): Promise<Metrics> {
    return measure(this.#runs, selection, await this.#floor(), Date.now());
  }

  async modelMetrics(selection: ModelRunSelection): Promise<Metrics> {
    return measure(this.#modelRuns, selection, await this.#floor(), Date.now());
  }

  async values(): Promise<{ source: string[]; version: string[]; error: string[]; node: string[] }> {
    const of = (column: string): string[] => this.#runs.values(column);
    return { source: of("source"), version: of("version"), error: of("error"), node: of("node") };
  }

  async find(runId: string): Promise<RunRow | undefined> {
    return this.#runs.find(runId);
  }

  async alertsChanged(workflowId: WorkflowId): Promise<void> {
    await this.#followers.alertsChanged(workflowId);
  }

  async alertStandings(workflowId: WorkflowId): Promise<readonly AlertStanding[]> {
    return this.#followers.alertStandings(workflowId);
  }

  async alertHistory({ limit, after, ruleId }: { limit: number; after?: string; ruleId?: AlertRuleId }): Promise<Page<KeptAlert>> {
    return this.#followers.alerts.history(limit, after, ruleId);
  }

  async testAlert(workflowId: WorkflowId, ruleId: AlertRuleId): Promise<{ ok: boolean; message: string }> {
    return this.#followers.alerts.test(this.env, workflowId, ruleId);
  }

  async clockSetBack(): Promise<void> {
    this.#followers.alerts.clockSetBack(Date.now());
    this.#alarm.atLatest(Date.now());
  }

  /** The upgrade of a live view. */
  override async fetch(request: Request): Promise<Response> {
    return this.#live.accept(request);
  }

  /** Nothing but pings is expected from those who watch, and the platform answers them: each message would keep this object from others. */
  override webSocketMessage(socket: WebSocket): void {
    socket.close(unsupportedData, "The live view does not accept messages.");
  }

  /** Never throws: the platform would give it up after some tries. */
  override async alarm(): Promise<void> {
    this.#alarm.wentOff();
    const now = Date.now();
    if (now >= this.#forgetAt) await this.#forget(now);
    await this.#followers.due(now);
    this.#alarm.atLatest(this.#forgetAt);
  }

  /** Forgets what is too old, a slice at a time. */
  async #forget(now: number): Promise<void> {
    let isDone = true;
    const floor = await this.#floor();
    try {
      isDone = this.ctx.storage.transactionSync(() =>
        [this.#runs, this.#modelRuns].every((ledger) => (ledger as Ledger<unknown>).forget(floor, forgottenAtOnce)),
      );
    } catch (error) {
      console.error("old runs could not be deleted and are retried", error);
    }
    if (isDone) await this.#followers.forget(now, floor);
    this.#forgetAt = now + (isDone ? hourMs : 100);
  }

  /** Rows that started before this time are hidden, even if they have not been deleted yet. */
  async #floor(): Promise<number> {
    const { workflowId } = this.#followers;
    return retentionFloor(Date.now(), workflowId === undefined ? this.#retention.known : await this.#retention.days(workflowId));
  }
}
