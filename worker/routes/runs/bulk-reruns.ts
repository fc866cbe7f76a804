import type { rerunRoutes } from "#flow/contract/reruns.ts";
import type { AnswerOf } from "#flow/contract/route.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import type { JobReport, RerunState } from "#objects/protocols/jobs.ts";
import { loadEndpoint } from "#store/endpoint.ts";
import { writeCursor } from "#store/page.ts";
import { idempotencyOf } from "../../http/idempotency-key.ts";
import type { HandlersOf } from "../frame/handler.ts";
import { createdJob, jobOnWire, noSuchJob, numberIn } from "./job-on-wire.ts";
import { idIn } from "../frame/paging.ts";
import { runSelectionOf } from "./run-selection.ts";

type Routes = Pick<typeof rerunRoutes, "startBulkRerun" | "listBulkReruns" | "getBulkRerun" | "listBulkRerunRuns" | "cancelBulkRerun">;

export const bulkRerunHandlers: HandlersOf<Routes> = {
  async startBulkRerun(call) {
    const { workflowId, body, caller, context, request } = call;
    const { version, ratePerMinute, max } = body;
    const deployment = (await loadEndpoint(context.env.DB, workflowId))?.deployment;
    if (!deployment) {
      throw new Refusal("conflict", {
        detail: "The workflow is not deployed, so its runs cannot be rerun.",
        suggestion: "Deploy the workflow first.",
      });
    }
    const { user } = caller;
    const jobs = context.jobsOf(workflowId);
    const idempotency = await idempotencyOf(request.headers, JSON.stringify(["rerun", body]));
    const order = {
      kind: "rerun",
      workflowId,
      createdBy: { id: user.id, name: user.name },
      selection: runSelectionOf(body.selection),
      max,
      versionId: version === "same" ? null : deployment.versionId,
      ratePerMinute,
    } as const;
    const job = createdJob(await jobs.create(order, idempotency));
    if (job.state !== "held") return bulkRerunOnWire(job);
    // Nothing starts before it is in the log, and an entry that is written twice starts one job.
    await call.noted({
      event: "bulkRerun.started",
      subject: { id: job.id, name: job.id },
      details: { version, max, ratePerMinute },
    });
    return bulkRerunOnWire((await jobs.begin(job.id)) ?? job);
  },

  async listBulkReruns({ workflowId, query: { limit, cursor }, context }) {
    const jobs = await context.jobsOf(workflowId).list("rerun", limit + 1, idIn<string>(cursor));
    const last = jobs.length > limit ? jobs[limit - 1] : undefined;
    return { items: jobs.slice(0, limit).map(bulkRerunOnWire), nextCursor: last ? writeCursor([last.id]) : null };
  },

  async getBulkRerun({ workflowId, params, context }) {
    const job = await context.jobsOf(workflowId).find("rerun", params.bulkRerunId);
    if (!job) throw noSuchJob("bulk rerun");
    return bulkRerunOnWire(job);
  },

  async listBulkRerunRuns({ workflowId, params, query: { limit, cursor, state }, context }) {
    const after = numberIn(cursor);
    const page = { limit, ...(state ? { states: [state] } : {}), ...(after === undefined ? {} : { after }) };
    const found = await context.jobsOf(workflowId).items("rerun", params.bulkRerunId, page);
    if (!found) throw noSuchJob("bulk rerun");
    return {
      items: found.items.map(({ runId, state: itsState, newRunId, reason }) => ({
        runId,
        // Items of a bulk rerun are in no other states.
        state: itsState as RerunState,
        newRunId,
        refusal: reason && { code: reason.code, message: reason.message },
      })),
      nextCursor: found.next === null ? null : writeCursor([found.next]),
    };
  },

  async cancelBulkRerun(call) {
    const { workflowId, params, context } = call;
    const cancelled = await context.jobsOf(workflowId).cancel("rerun", params.bulkRerunId);
    if (!cancelled) throw noSuchJob("bulk rerun");
    const { id } = cancelled.job;
    if (cancelled.stopped) await call.noted({ event: "bulkRerun.cancelled", subject: { id, name: id }, details: {} });
    return bulkRerunOnWire(cancelled.job);
  },
};

function bulkRerunOnWire(job: JobReport): AnswerOf<Routes["getBulkRerun"]> {
  const { order, counts, reasons } = job;
  if (order.kind !== "rerun") throw new Error("a replay is not a bulk rerun");
  const { pending = 0, started = 0, succeeded = 0, failed = 0, refused = 0 } = counts;
  return {
    ...jobOnWire(job),
    version: order.versionId === null ? "same" : "current",
    ratePerMinute: order.ratePerMinute,
    pending,
    started,
    succeeded,
    failed,
    refused,
    refusals: reasons.map((reason) => ({ ...reason })),
  };
}
