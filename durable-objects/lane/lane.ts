/**
 * A lane: one object that holds many runs of one workflow near their callers. Its public methods are the protocol in
 * ../protocols/lane.ts. It is warm, keeps plans in memory, has one SQLite file, one alarm for everything that is due, and one
 * transaction for all runs that reach a commit point in the same moment.
 */
import { DurableObject } from "cloudflare:workers";
import type { Plan } from "#flow/engine/plan.ts";
import { engineRevision } from "#flow/engine/revision.ts";
import type { AccountId, DeploymentId, RunId } from "#flow/ids.ts";
import { errors, type ErrorCode } from "#flow/problems/errors.ts";
import { limits } from "#flow/limits.ts";
import type { MaybePromise } from "#flow/nodes/node.ts";
import { Alarm, type Planner } from "../alarm.ts";
import type { ObjectsEnv } from "../env.ts";
import { basisName, type Basis } from "./basis.ts";
import { Feed } from "./feed.ts";
import { GroupCommit } from "./group-commit.ts";
import { Idempotency } from "./idempotency.ts";
import { LanePlans } from "./lane-plans.ts";
import { LaneRegistry } from "./lane-registry.ts";
import { LaneRetention } from "./lane-retention.ts";
import { LaneStore } from "./lane-store.ts";
import { LaneVariables } from "./lane-variables.ts";
import { LiveRun, type RunParts } from "../run/live-run.ts";
import type { RunHead } from "../run/run-head.ts";
import type { RunLane } from "../run/run-lane.ts";
import type { RunWorld } from "../run/run-world.ts";
import { feedRow } from "../reading/feed-row.ts";
import { newHead } from "./new-head.ts";
import { Outbox } from "./outbox.ts";
import type { Answered, AnswerTaken, Deliveries, LaneProtocol } from "../protocols/lane.ts";
import type { StartAnswer, StartRequest } from "../protocols/start.ts";
import type { NotRecorded, Recording, RerunAnswer, RerunOrder, RerunPlan, RerunRefused, RerunStart } from "../protocols/rerun.ts";
import type { RunReport, RunStatus } from "../protocols/run.ts";
import type { RunDetail } from "../protocols/run-detail.ts";
import { planRerun, recording, rerun, type RerunPorts } from "./reruns.ts";
import { liveReport, storedReport } from "../reading/report.ts";
import { detailOf } from "../reading/run-detail.ts";
import { RunWatch } from "../reading/run-watch.ts";
import { TakeUp, undeployedMessage } from "./take-up.ts";
import { liveRun, storedRun, valueOf, type ToldRun } from "../reading/told-run.ts";
import { shareOf } from "../turns/share.ts";
import { Waiters } from "./waiters.ts";
import { worldOf } from "./world.ts";

/**
 * While work is in progress the alarm fires this often, which also wakes the lane after a crash. It is shorter than the
 * two seconds by which a run may exceed its deadline.
 */
const heartbeatMs = 1500;
const dayMs = 86_400_000;

export class Lane extends DurableObject<ObjectsEnv> implements LaneProtocol, Planner {
  readonly #store: LaneStore;
  readonly #idempotency: Idempotency;
  readonly #outbox: Outbox;
  readonly #alarm: Alarm;
  readonly #feed: Feed;
  readonly #takeUp: TakeUp;
  readonly #waiters = new Waiters();
  readonly #watch: RunWatch;
  readonly #variables: LaneVariables;
  readonly #retention: LaneRetention;
  readonly #plans: LanePlans;
  readonly #registry: LaneRegistry;
  readonly #reruns: RerunPorts = {
    told: (runId) => this.#told(runId),
    planOfRun: (runId) => this.#planOfRun(runId),
    planOf: (ref) => this.#plans.of(ref),
    lastDeploymentOf: (versionId) => this.#plans.lastDeploymentOf(versionId),
    start: (request) => this.start(request),
  };
  readonly #live = new Map<RunId, LiveRun>();
  readonly #world: RunWorld;
  /** What the runs tell the lane. */
  readonly #lane: RunLane;
  /** The account that is charged for the runs' share of the isolate's time, once known. */
  #account: AccountId | undefined;
  /** How many stored runs are queued for room. */
  #queued = 0;
  /** Runs that are queued but not stored yet. */
  readonly #enqueueing = new Set<RunId>();
  /** Deployments that were taken out of service; their workflow has few. */
  readonly #undeployed: Set<string>;

  constructor(ctx: DurableObjectState, env: ObjectsEnv) {
    super(ctx, env);
    const { storage } = ctx;
    this.#store = new LaneStore(storage.sql);
    this.#undeployed = new Set(JSON.parse(this.#store.fact("undeployed") ?? "[]") as string[]);
    this.#idempotency = new Idempotency(storage.sql);
    this.#watch = new RunWatch(this.#store);
    this.#variables = new LaneVariables(env);
    this.#retention = new LaneRetention(storage, this.#store, env.DB);
    this.#plans = new LanePlans(this.#store, env.DB);
    this.#registry = new LaneRegistry(this.#store, env.DB, ctx.id.name ?? ctx.id.toString());
    this.#alarm = new Alarm(storage);
    const world = worldOf(env);
    this.#outbox = new Outbox({
      storage,
      env,
      policy: world.policy,
      networks: world.networks,
      findRun: (runId) => this.#findStored(runId),
      due: (at) => this.#alarm.atLatest(at),
    });
    const commits = new GroupCommit(storage, () => this.#feed.note());
    this.#world = world.runs;
    this.#lane = {
      store: this.#store,
      commit: (write) => this.#trusted(() => commits.add(write)),
      changed: (head, progress, error) => {
        const row = feedRow(head, progress, error);
        if (row) this.#feed.changed(row, head.workflowId);
        if (progress.endedAt !== null && head.mode === "push") this.#outbox.owe(head.id, Date.now());
      },
      stored: ({ id }, unstored) => this.#watch.stored(id, unstored),
      over: ({ id }) => this.#over(this.#live.get(id)!),
      parked: ({ id }, wakeAt) => {
        this.#live.delete(id);
        if (wakeAt !== null) this.#alarm.atLatest(wakeAt);
      },
    };
    this.#feed = new Feed({
      store: this.#store,
      monitors: env.MONITOR,
      commit: this.#lane.commit,
      busy: () => this.#alarm.atLatest(Date.now() + heartbeatMs),
    });
    this.#takeUp = new TakeUp({
      store: this.#store,
      storage,
      load: (runId) => this.#load(runId),
      isDeployed: (workflowId) => this.#variables.isDeployed(workflowId),
    });
    void ctx.blockConcurrencyWhile(async () => {
      await this.#alarm.read();
      this.#arm();
    });
  }

  async start(request: StartRequest): Promise<StartAnswer> {
    this.#account ??= request.accountId;
    if (!this.#registry.isRegistered) await this.#registry.register(request.workflowId);
    if (request.draft) this.#store.writeDraft(request.versionId, JSON.stringify(request.draft));
    const basis = request.basis === undefined ? undefined : (JSON.parse(request.basis) as Basis); // As the protocol says.
    const [plan, variables] = await Promise.all([
      this.#plans.on({ versionId: request.versionId, deploymentId: request.planId ?? request.deploymentId }, basis),
      this.#variables.of(request.workflowId, request.variables),
    ]);
    if (!plan || this.#undeployed.has(request.deploymentId)) return { kind: "refused", code: "not_found" };
    const isSync = request.mode === "sync";
    const isFull = this.#live.size >= limits.laneCapacity;
    const now = Date.now();
    // No await from here until the run is known, so that two calls with one key cannot both start it.
    const begunBefore = this.#begunBefore(request, now);
    if (begunBefore) return begunBefore;
    if (isFull && (isSync || this.#queued >= limits.laneQueue)) {
      // The key started nothing: the same call may come again.
      if (request.idempotency) this.#idempotency.release(request.idempotency.key);
      return { kind: "refused", code: "overloaded" };
    }
    // Written before the run, which cannot resume without it. If the run is never stored, the next attempt overwrites it.
    if (request.basis !== undefined) this.#store.writeBlob(request.runId, basisName, request.basis);
    const run = this.#run({ head: newHead(request, now), plan, variables, input: request.input });
    if (isFull) {
      this.#queued++;
      this.#enqueueing.add(request.runId);
      await run.enqueue();
      this.#enqueueing.delete(request.runId);
      return { kind: "started", replayed: false, report: liveReport(run) };
    }
    this.#live.set(request.runId, run);
    const stored = run.start();
    if (run.isStored) this.#alarm.atLatest(now + heartbeatMs);
    if (!isSync) await stored;
    else if (!run.isOver) await this.#waiters.wait(request.runId, Infinity);
    return { kind: "started", replayed: false, report: liveReport(run) };
  }

  async report(runId: RunId, waitMs: number): Promise<RunReport | undefined> {
    const now = this.#reportNow(runId);
    if (!now || now.endedAt !== null || waitMs <= 0) return now;
    await this.#waiters.wait(runId, waitMs);
    return this.#reportNow(runId);
  }

  async answer(runId: RunId, answered: Answered): Promise<AnswerTaken> {
    await this.#leftMemory(runId);
    const live = this.#live.get(runId);
    const state = live ? "working" : this.#store.stateOf(runId);
    if (state === undefined) return "not_found";
    if (state === "over") return "late";
    // After a crash the run is taken up with what was cut off in it, which is the alarm's to do.
    const loaded = state === "parked" ? await this.#load(runId) : undefined;
    const run = loaded ?? this.#live.get(runId);
    if (!run && this.#store.stateOf(runId) === "over") return "late";
    if (!run || run.isParking || (!loaded && !run.hasGoneOn)) return "busy";
    const isTaken = run.answer(answered, this.#live.size <= limits.laneCapacity);
    // Its commit, and the output gate, are what makes the answer durable.
    await run.storing;
    if (run.isStored) this.#alarm.atLatest(Date.now() + heartbeatMs);
    return isTaken ? "taken" : "late";
  }

  async cancel(runId: RunId): Promise<{ report: RunReport; stopped: boolean } | undefined> {
    const hadEffect = await this.#stop(runId, "run_cancelled", "The run was cancelled.");
    const report = this.#reportNow(runId);
    // A run that timed out at the same moment keeps that error.
    return report && { report, stopped: hadEffect && report.error?.code === "run_cancelled" };
  }

  async undeploy(deploymentId: DeploymentId): Promise<number> {
    // For some seconds another Worker may still send calls of this deployment.
    this.#undeployed.add(deploymentId);
    this.#store.setFact("undeployed", JSON.stringify([...this.#undeployed]));
    const runIds = new Set([...this.#live.keys(), ...this.#store.unfinishedRuns()]);
    for (const runId of runIds) await this.#stop(runId, "undeployed", undeployedMessage);
    return runIds.size;
  }

  async detail(runId: RunId, bounded = false): Promise<RunDetail | undefined> {
    const plan = await this.#planOfRun(runId);
    const told = plan && this.#told(runId);
    return told && detailOf(plan, told, bounded);
  }

  async deliveries(runId: RunId): Promise<Deliveries | undefined> {
    return this.#outbox.list(runId);
  }

  async redeliver(runId: RunId): Promise<Deliveries | undefined> {
    if (this.#outbox.redeliver(runId)) this.#alarm.atLatest(Date.now() + heartbeatMs);
    return this.#outbox.list(runId);
  }

  /**
   * The run's events after number `after` as `text/event-stream`, until the run has finished, or one of its values as
   * JSON at `/value`; 404 if there is none.
   */
  override async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const runId = searchParams.get("run") as RunId;
    const plan = await this.#planOfRun(runId);
    if (!plan) return new Response(null, { status: 404 });
    if (pathname === "/value") {
      const told = this.#told(runId);
      const field = searchParams.get("of") === "input" ? "input" : "output";
      const text = told && valueOf(plan, told, { place: searchParams.get("place"), nodeId: searchParams.get("node"), field });
      return text === undefined ? new Response(null, { status: 404 }) : new Response(text);
    }
    const stream = this.#watch.stream({
      runId,
      plan,
      after: Number(searchParams.get("after") ?? -1),
      report: () => this.#reportNow(runId)!,
    });
    return new Response(stream, { headers: { "content-type": "text/event-stream", "cache-control": "no-store" } });
  }

  async planRerun(order: RerunOrder): Promise<RerunPlan | RerunRefused> {
    return planRerun(order, this.#reruns);
  }

  async rerun(order: RerunOrder, start: RerunStart): Promise<RerunAnswer> {
    return rerun(order, start, this.#reruns);
  }

  async recording(runId: RunId): Promise<Recording | NotRecorded> {
    return recording(runId, this.#reruns);
  }

  async ends(runIds: readonly RunId[]): Promise<Readonly<Record<RunId, RunStatus>>> {
    return this.#store.endsOf(runIds);
  }

  async clockSetBack(): Promise<void> {
    this.#outbox.endPauses(Date.now());
    this.#alarm.atLatest(Date.now());
  }

  /** Never throws: the platform gives up on an alarm that fails six times, and with it every run that waits. */
  override async alarm(): Promise<void> {
    this.#alarm.wentOff();
    try {
      const now = Date.now();
      await this.#takeUpDue();
      this.#outbox.deliverDue(now);
      this.#idempotency.forgetExpired(now);
      // Not awaited: during one alarm, the next does not fire.
      this.ctx.waitUntil(this.#forget(now));
    } catch (error) {
      console.error("the lane's alarm failed and is set again", error);
      this.#alarm.atLatest(Date.now() + heartbeatMs);
    }
    this.#arm();
  }

  async #forget(now: number): Promise<void> {
    if (await this.#retention.forget(now)) this.#alarm.atLatest(Date.now() + heartbeatMs);
  }

  /** Ensures that the lane is awake when it is needed next, whatever happens to this object. */
  #arm(): void {
    const now = Date.now();
    const isWorking = this.#outbox.isBusy || this.#feed.isBusy || [...this.#live.values()].some((run) => run.isStored);
    if (isWorking) return this.#alarm.atLatest(now + heartbeatMs);
    const next = this.#store.nextWake();
    if (next !== null) this.#alarm.atLatest(Math.max(now, next));
    else if (!this.#store.isEmpty()) this.#alarm.atLatest(now + dayMs);
  }

  async #takeUpDue(): Promise<void> {
    const now = Date.now();
    for (const due of this.#store.dueRuns(now, limits.laneCapacity + this.#live.size)) {
      if (this.#live.size >= limits.laneCapacity) break;
      if (!this.#live.has(due.id)) await this.#takeUp.takeUp(due);
    }
    this.#queued = this.#store.countWaiting(now);
  }

  /** The answer to a call whose run has already started; if it has not, undefined, and its key is claimed. */
  #begunBefore({ runId, mode, idempotency, basis, rerunOf }: StartRequest, now: number): MaybePromise<StartAnswer> | undefined {
    // A run that a full lane is still storing has no report yet.
    const answer = (report: RunReport | undefined): StartAnswer =>
      report ? { kind: "started", replayed: true, report } : { kind: "refused", code: "overloaded" };
    if (idempotency) {
      const before = this.#idempotency.claim(idempotency.key, idempotency.body, runId, now);
      if (before === "mismatch") return { kind: "refused", code: "idempotency_mismatch" };
      if (before) return this.report(before.runId, mode === "sync" ? Infinity : 0).then(answer);
    }
    // The caller chose the id of a rerun in advance, and asks for the same id again after a crash.
    if (basis === undefined && rerunOf === undefined) return undefined;
    const report = this.#reportNow(runId);
    return report || this.#enqueueing.has(runId) ? answer(report) : undefined;
  }

  #run(parts: Pick<RunParts, "head" | "plan" | "variables" | "input">): LiveRun {
    const share = shareOf(this.#account ?? this.ctx.id.toString());
    return new LiveRun({ ...parts, world: this.#world, lane: this.#lane, share });
  }

  async #load(runId: RunId): Promise<LiveRun | undefined> {
    const stored = this.#store.findRun(runId);
    if (!stored || stored.endedAt !== null || stored.revision > engineRevision) return undefined;
    const [plan, variables] = [await this.#plans.ofRun(stored), await this.#variables.recent(stored.workflowId)];
    // In the meantime another call may have loaded it, and it may even have finished.
    const head = this.#store.findRun(runId);
    if (!plan || !head || head.endedAt !== null || this.#live.has(runId)) return undefined;
    const run = this.#run({ head, plan, variables });
    this.#live.set(runId, run);
    return run;
  }

  async #planOfRun(runId: RunId): Promise<Plan | undefined> {
    const head = this.#live.get(runId)?.head ?? this.#store.findRun(runId);
    return head && this.#plans.ofRun(head);
  }

  #told(runId: RunId): ToldRun | undefined {
    const live = this.#live.get(runId);
    if (live) return liveRun(live);
    const head = this.#store.findRun(runId);
    return head && storedRun(this.#store, head);
  }

  #over(run: LiveRun): void {
    this.#live.delete(run.head.id);
    this.#waiters.over(run.head.id);
    this.#watch.over(liveReport(run));
    if (run.head.mode === "push") this.#outbox.deliverDue(Date.now());
    if (this.#queued > 0 && this.#live.size <= limits.laneCapacity / 2) this.#alarm.atLatest(Date.now());
  }

  /** Resolves when a run that is being parked has left memory: events that it received in the meantime would not be stored. */
  async #leftMemory(runId: RunId): Promise<void> {
    for (let run = this.#live.get(runId); run?.isParking; run = this.#live.get(runId)) await run.storing;
  }

  /** Returns true if this call ended the run, and false if the run had already ended. */
  async #stop(runId: RunId, code: ErrorCode, message: string): Promise<boolean> {
    await this.#leftMemory(runId);
    const run = this.#live.get(runId) ?? (await this.#load(runId)) ?? this.#live.get(runId);
    if (!run || run.isOver) return false;
    const hadEffect = run.stop({ code, message, suggestion: errors[code].suggestion });
    if (!run.isOver) await this.#waiters.wait(runId, Infinity);
    return hadEffect;
  }

  #reportNow(runId: RunId): RunReport | undefined {
    const live = this.#live.get(runId);
    if (live) return liveReport(live);
    const head = this.#store.findRun(runId);
    return head && storedReport(head);
  }

  #findStored(runId: RunId): { head: RunHead; report: RunReport } | undefined {
    const head = this.#store.findRun(runId);
    return head && { head, report: storedReport(head) };
  }

  /** A lane whose storage refuses cannot be trusted: it is thrown away and comes back from what is stored. */
  #trusted(write: () => Promise<void> | void): Promise<void> | void {
    const broken = (error: unknown): never => {
      this.ctx.abort(`storage refused a write: ${String(error)}`);
      throw error;
    };
    try {
      return write()?.catch(broken);
    } catch (error) {
      return broken(error);
    }
  }
}
