/**
 * The bulk reruns and replays of one workflow. Everything is stored as rows; one alarm continues the work in progress,
 * also after a crash. Its public methods are the protocol in ../protocols/jobs.ts.
 */
import { DurableObject } from "cloudflare:workers";
import { canvasLane, laneOfRun, type JobId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import { leavesOut } from "#flow/reruns/leave-out.ts";
import { newId, newRunId } from "#store/new-id.ts";
import { Alarm, type Planner } from "../alarm.ts";
import type { ObjectsEnv } from "../env.ts";
import { canvasLaneOf, laneOfRecorded } from "../starting/lanes.ts";
import { workOnBulkRerun } from "./bulk-rerun.ts";
import { gather } from "./gather.ts";
import type { JobPorts, NextLook } from "./job-ports.ts";
import { JobStore, type Job } from "./job-store.ts";
import type { CreateAnswer, ItemPage, ItemState, JobKind, JobOrder, JobReport, JobsProtocol } from "../protocols/jobs.ts";
import { leaveOut, workOnReplay } from "./replay.ts";

const dayMs = 86_400_000;
/** How long an alarm works before it makes room for others. */
const sliceMs = 2_000;
/** While work is in progress the alarm is set this far ahead: it fires by itself after a crash. */
const heartbeatMs = 3_000;
/** Jobs that were never started: the process that created them crashed in between. */
const heldMs = 3_600_000;
/** The creator of a job starts it within this time, so it counts as in progress. */
const beginningMs = 60_000;

export class Jobs extends DurableObject<ObjectsEnv> implements JobsProtocol, Planner {
  readonly #store = new JobStore(this.ctx.storage.sql);
  readonly #alarm = new Alarm(this.ctx.storage);
  readonly #ports: JobPorts = {
    store: this.#store,
    db: this.env.DB,
    write: (statements) => this.ctx.storage.transactionSync(statements),
    laneOf: (workflowId, runId) => laneOfRecorded(this.env, workflowId, runId),
    testLaneOf: (workflowId) => canvasLaneOf(this.env, workflowId),
    monitorOf: (workflowId) => this.env.MONITOR.getByName(workflowId),
    newRunId: (kind, runId) => newRunId(kind === "replay" ? canvasLane : laneOfRun(runId)!, Date.now()),
  };

  async create(order: JobOrder, idempotency?: { readonly key: string; readonly body: string }): Promise<CreateAnswer> {
    const now = Date.now();
    const before = idempotency && this.#store.findByKey(idempotency.key, now - limits.idempotencyHours * 3_600_000);
    if (before && before.body !== idempotency.body) return { kind: "refused", code: "idempotency_mismatch" };
    if (before) return { kind: "created", job: this.#report(before.job) };
    if (this.#store.countBusy(now - beginningMs) >= limits.maxActiveJobs) return { kind: "refused", code: "conflict" };
    const id = newId<JobId>("job", now);
    this.ctx.storage.transactionSync(() => {
      this.#store.forget(now - limits.runRetentionDays * dayMs, now - heldMs, limits.maxJobs);
      this.#store.insert(id, order, now, idempotency);
    });
    return { kind: "created", job: this.#report(this.#store.find(order.kind, id)!) };
  }

  async begin(id: JobId): Promise<JobReport | undefined> {
    this.#store.begin(id, Date.now());
    this.#alarm.at(Date.now());
    const job = this.#store.find("rerun", id) ?? this.#store.find("replay", id);
    return job && this.#report(job);
  }

  async find(kind: JobKind, id: string): Promise<JobReport | undefined> {
    const job = this.#store.find(kind, id);
    return job && job.state !== "held" ? this.#report(job) : undefined;
  }

  async list(kind: JobKind, limit: number, after?: string): Promise<readonly JobReport[]> {
    return this.#store.list(kind, limit, after).map((job) => this.#report(job));
  }

  async items(
    kind: JobKind,
    id: string,
    { states, limit, after }: { readonly states?: readonly ItemState[]; readonly limit: number; readonly after?: number },
  ): Promise<ItemPage | undefined> {
    const job = this.#store.find(kind, id);
    if (!job || job.state === "held") return undefined;
    const rows = this.#store.page(id, states, kind === "rerun" ? "DESC" : "ASC", limit + 1, after);
    const page = rows.slice(0, limit);
    const isLeftOut = leavesOut(kind === "replay" ? this.#store.leaveOutOf(id) : []);
    const items = page.map(({ item }) => ({ ...item, changes: item.changes.filter(({ path }) => !isLeftOut(path)) }));
    return { items, next: rows.length > limit ? page.at(-1)!.n : null };
  }

  async leaveOut(id: string, paths: readonly string[]): Promise<JobReport | undefined> {
    const job = this.#store.find("replay", id);
    if (!job || job.state === "held") return undefined;
    this.ctx.storage.transactionSync(() => leaveOut(job, paths, this.#store));
    const now = this.#store.find("replay", id)!;
    if (now.state !== job.state) this.#alarm.at(Date.now());
    return this.#report(now);
  }

  async cancel(kind: JobKind, id: string): Promise<{ job: JobReport; stopped: boolean } | undefined> {
    const job = this.#store.find(kind, id);
    if (!job || job.state === "held") return undefined;
    const stopped = this.#store.end(id, "cancelled", Date.now());
    return { job: this.#report(this.#store.find(kind, id)!), stopped };
  }

  async clockSetBack(): Promise<void> {
    const now = Date.now();
    for (const { id } of this.#store.active()) this.#store.setTimes(id, now, now);
    this.#alarm.at(now);
  }

  /** Never throws: the platform gives up on an alarm that fails six times. */
  override async alarm(): Promise<void> {
    this.#alarm.at(Date.now() + heartbeatMs);
    try {
      await this.#goOn();
    } catch (error) {
      console.error("the job alarm failed and is set again", error);
    }
  }

  async #goOn(): Promise<void> {
    const until = Date.now() + sliceMs;
    const jobs = this.#store.active();
    const looks = new Map(await Promise.all(jobs.map(async (job) => [job.id, await this.#workOn(job, until)] as const)));
    const now = Date.now();
    // A job that started in the meantime is worked on next.
    const due = this.#store.active().map(({ id }) => looks.get(id) ?? now);
    if (due.length > 0) return this.#alarm.at(Math.max(now, Math.min(...due)));
    this.ctx.storage.transactionSync(() => this.#store.forget(now - limits.runRetentionDays * dayMs, now - heldMs, limits.maxJobs));
    if (this.#store.isEmpty()) await this.#alarm.cancel();
    else this.#alarm.at(now + dayMs);
  }

  /** Works on a job for a while; returns when to continue, null if it has finished. */
  async #workOn(job: Job, until: number): Promise<NextLook> {
    let next: NextLook = Date.now();
    try {
      for (let now = job; ; now = this.#store.find(job.order.kind, job.id) ?? now) {
        if (now.state === "done") return null;
        next = await this.#step(now);
        if (next === null || Math.max(next, Date.now()) >= until) return next;
        if (next > Date.now()) await sleep(next - Date.now());
      }
    } catch (error) {
      console.error("a job failed and is retried", job.id, error);
      return Date.now() + heartbeatMs;
    }
  }

  async #step(job: Job): Promise<NextLook> {
    const { order } = job;
    if (job.state === "gathering") {
      await gather(job, this.#ports);
      return Date.now();
    }
    return order.kind === "rerun" ? workOnBulkRerun({ ...job, order }, this.#ports) : workOnReplay({ ...job, order }, this.#ports);
  }

  #report({ id, state, createdAt, endedAt, order, total, more }: Job): JobReport {
    return { id, state, createdAt, endedAt, order, total, more, counts: this.#store.counts(id), reasons: this.#store.reasons(id) };
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
