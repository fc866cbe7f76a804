/**
 * Works on a bulk rerun: starts as many runs as the pace allows, oldest first, and follows the started ones. A new
 * run's id is stored before it is used and the lane starts no id twice, so a crash at any point neither duplicates a
 * run nor loses one.
 */
import { limits } from "#flow/limits.ts";
import { loadEndpoint, type Endpoint } from "#store/endpoint.ts";
import type { Item, Job, Settled } from "./job-store.ts";
import type { JobPorts, NextLook } from "./job-ports.ts";
import type { BulkRerunOrder } from "../protocols/jobs.ts";

type BulkRerun = Job & { readonly order: BulkRerunOrder };

/** Lanes that are full, or went down, are asked again after this. */
const backOffMs = 1_000;
/** A run whose lane breaks this often is given up. */
const maxTries = 20;
/** Finished runs are requested in groups: the number that a lane looks up together. */
const followed = 500;

/** Starts due runs and follows the started ones. Rejects if a lane or the database does; then it is called again. */
export async function workOnBulkRerun(job: BulkRerun, ports: JobPorts): Promise<NextLook> {
  const { store, write } = ports;
  const isCancelled = job.state === "cancelled";
  const nextAt = isCancelled ? job.nextAt : await beginDue(job, ports);
  let followAt = job.followAt;
  if (Date.now() >= followAt) {
    await follow(job, ports);
    // Short runs finish soon, and long ones need not be checked constantly.
    followAt = Date.now() + Math.min(60_000, Math.max(500, (Date.now() - nextAt) / 5));
  }
  const hasPending = !isCancelled && store.itemsIn(job.id, "pending", 1, "DESC").length > 0;
  const hasStarted = store.itemsIn(job.id, "started", 1, "DESC").length > 0;
  write(() => {
    store.setTimes(job.id, nextAt, followAt);
    if (hasPending || hasStarted) return;
    store.end(job.id, "done", Date.now());
    store.leave(job.id);
  });
  if (!hasPending && !hasStarted) return null;
  return Math.min(hasPending ? nextAt : Infinity, hasStarted ? followAt : Infinity);
}

/** Starts one batch; returns when the next run may start. */
async function beginDue(job: BulkRerun, ports: JobPorts): Promise<number> {
  const { store, write } = ports;
  const now = Date.now();
  if (job.nextAt > now) return job.nextAt;
  const intervalMs = 60_000 / job.order.ratePerMinute;
  // What was missed while nothing ran is not made up for by a burst of more than a second.
  const from = Math.max(job.nextAt, now - 1_000);
  const allowed = Math.min(limits.jobConcurrency, Math.floor((now - from) / intervalMs) + 1);
  const batch = store.itemsIn(job.id, "pending", allowed, "DESC");
  if (batch.length === 0) return job.nextAt;
  const endpoint = await loadEndpoint(ports.db, job.order.workflowId);
  const results = await Promise.all(batch.map((item) => begin(job, item, endpoint, ports)));
  write(() => batch.forEach(({ n }, index) => store.settleOrCount(job.id, n, results[index])));
  const isHeldUp = results.some((settled) => settled === undefined);
  return isHeldUp ? Date.now() + backOffMs : from + batch.length * intervalMs;
}

/** The result; undefined if it should be tried again. */
async function begin(job: BulkRerun, item: Item, endpoint: Endpoint | undefined, ports: JobPorts): Promise<Settled | undefined> {
  const { workflowId, versionId, createdBy } = job.order;
  if (!endpoint?.deployment) return refused("conflict", "The workflow is not deployed.");
  const lane = ports.laneOf(workflowId, item.runId);
  if (!lane) return refused("not_found", "This workflow has no run with this id.");
  const { id: deploymentId, settings } = endpoint.deployment;
  const timeoutMs = settings.async.timeoutSec === null ? null : settings.async.timeoutSec * 1000;
  const { variables } = endpoint;
  const start = {
    runId: item.newRunId,
    deploymentId,
    timeoutMs,
    requestId: job.id,
    variables,
    mode: "async",
    source: createdBy.name,
  } as const;
  try {
    const answer = await lane.rerun({ of: item.runId, versionId }, start);
    if (answer.kind === "started") return { state: "started", begun: true };
    if (answer.code === "overloaded") return undefined;
    return refused(answer.code, answer.errors?.[0]?.message ?? answer.detail);
  } catch (error) {
    console.error("a run could not be rerun, retrying its lane", item.runId, String(error));
    return item.tries + 1 < maxTries ? undefined : refused("internal", "The server failed each time it tried to start this run.");
  }
}

async function follow(job: BulkRerun, { store, write, laneOf }: JobPorts): Promise<void> {
  const started = store.itemsIn(job.id, "started", limits.maxBulkReruns, "DESC");
  for (let at = 0; at < started.length; at += followed) {
    const piece = started.slice(at, at + followed);
    const byLane = Map.groupBy(piece, ({ newRunId }) => newRunId.split("_")[1]);
    const ends = await Promise.all(
      Array.from(byLane.values(), async (items) => {
        const lane = laneOf(job.order.workflowId, items[0]!.newRunId);
        return Object.entries((await lane?.ends(items.map(({ newRunId }) => newRunId))) ?? {});
      }),
    );
    const statuses = new Map<string, string>(ends.flat());
    write(() => {
      for (const { n, newRunId } of piece) {
        const status = statuses.get(newRunId);
        if (status !== undefined) store.settle(job.id, n, { state: status === "Success" ? "succeeded" : "failed", begun: true });
      }
    });
  }
}

function refused(code: string, message: string): Settled {
  return { state: "refused", begun: false, reason: { code, message } };
}
