import type { rerunRoutes } from "#flow/contract/reruns.ts";
import type { AnswerOf } from "#flow/contract/route.ts";
import { canonicalText } from "#flow/json/canonical-text.ts";
import type { JobItem, JobReport, Verdict } from "#objects/protocols/jobs.ts";
import { findDraft } from "#store/drafts.ts";
import { hashSecret } from "#store/hash-secret.ts";
import { writeCursor } from "#store/page.ts";
import { idempotencyOf } from "../../http/idempotency-key.ts";
import { problemsOf } from "../flow/check-flow.ts";
import { requireDraft } from "../flow/flow.ts";
import type { HandlersOf } from "../frame/handler.ts";
import { createdJob, jobOnWire, noSuchJob, numberIn } from "./job-on-wire.ts";
import { idIn } from "../frame/paging.ts";
import { runSelectionOf } from "./run-selection.ts";
import { requireRunnable } from "./test-runs.ts";
import { isoTime } from "../frame/times.ts";

type Routes = Pick<typeof rerunRoutes, "startReplay" | "listReplays" | "getReplay" | "updateReplay" | "listReplayResults" | "cancelReplay">;
type Result = AnswerOf<Routes["listReplayResults"]>["items"][number];

export const replayHandlers: HandlersOf<Routes> = {
  async startReplay(call) {
    const { db, workflowId, body, caller, context, request, share } = call;
    const { flow } = requireDraft(await findDraft(db, workflowId));
    requireRunnable(flow, undefined, await problemsOf(flow, db, workflowId, share));
    const { user } = caller;
    const jobs = context.jobsOf(workflowId);
    const flowHash = await hashSecret(canonicalText(flow));
    const idempotency = await idempotencyOf(request.headers, JSON.stringify(["replay", body]));
    const order = {
      kind: "replay",
      workflowId,
      createdBy: { id: user.id, name: user.name },
      selection: runSelectionOf(body.selection),
      max: body.last,
      flow,
      flowHash,
      leaveOut: body.leaveOut,
    } as const;
    const job = createdJob(await jobs.create(order, idempotency));
    if (job.state !== "held") return replayOnWire(job);
    await call.noted({ event: "replay.started", subject: { id: job.id, name: job.id }, details: { last: body.last } });
    return replayOnWire((await jobs.begin(job.id)) ?? job);
  },

  async listReplays({ workflowId, query: { limit, cursor }, context }) {
    const jobs = await context.jobsOf(workflowId).list("replay", limit + 1, idIn<string>(cursor));
    const last = jobs.length > limit ? jobs[limit - 1] : undefined;
    return { items: jobs.slice(0, limit).map(replayOnWire), nextCursor: last ? writeCursor([last.id]) : null };
  },

  async getReplay({ workflowId, params, context }) {
    const job = await context.jobsOf(workflowId).find("replay", params.replayId);
    if (!job) throw noSuchJob("replay");
    return replayOnWire(job);
  },

  async updateReplay(call) {
    const { workflowId, params, body, context } = call;
    const job = await context.jobsOf(workflowId).leaveOut(params.replayId, body.leaveOut);
    if (!job) throw noSuchJob("replay");
    await call.noted({ event: "replay.changed", subject: { id: job.id, name: job.id }, details: { leftOut: body.leaveOut.length } });
    return replayOnWire(job);
  },

  async listReplayResults({ workflowId, params, query: { limit, cursor, verdict }, context }) {
    const after = numberIn(cursor);
    const states = verdict === "different" ? (["outputDiffers", "statusDiffers"] as const) : verdict && ([verdict] as const);
    const page = { limit, ...(states ? { states } : {}), ...(after === undefined ? {} : { after }) };
    const found = await context.jobsOf(workflowId).items("replay", params.replayId, page);
    if (!found) throw noSuchJob("replay");
    return { items: found.items.map(resultOnWire), nextCursor: found.next === null ? null : writeCursor([found.next]) };
  },

  async cancelReplay(call) {
    const { workflowId, params, context } = call;
    const cancelled = await context.jobsOf(workflowId).cancel("replay", params.replayId);
    if (!cancelled) throw noSuchJob("replay");
    const { id } = cancelled.job;
    if (cancelled.stopped) await call.noted({ event: "replay.cancelled", subject: { id, name: id }, details: {} });
    return replayOnWire(cancelled.job);
  },
};

function replayOnWire(job: JobReport): AnswerOf<Routes["getReplay"]> {
  const { order, counts, reasons } = job;
  if (order.kind !== "replay") throw new Error("a bulk rerun is not a replay");
  const { same = 0, outputDiffers = 0, statusDiffers = 0, notComparable = 0 } = counts;
  return {
    ...jobOnWire(job),
    leaveOut: [...(order.leaveOut ?? [])],
    flow: order.flowHash,
    done: same + outputDiffers + statusDiffers + notComparable,
    same,
    outputDiffers,
    statusDiffers,
    notComparable,
    reasons: reasons.map(({ code, count }) => ({ code, count })),
  };
}

function resultOnWire({ runId, newRunId, startedAt, state, reason, before, after, changes, cut }: JobItem): Result {
  return {
    runId,
    testRunId: newRunId,
    startedAt: isoTime(startedAt),
    // Items of a replay are in no other states.
    verdict: state === "pending" ? null : (state as Verdict),
    reason: reason && {
      code: reason.code,
      message: reason.message,
      node: reason.node ?? null,
      requestChanged: reason.code === "request_changed",
      request: [...(reason.request ?? [])],
    },
    before: before && { ...before },
    after: after && { ...after },
    changes: [...changes],
    cut,
  };
}
