/** Monitoring: lists and figures from the workflow's Monitor, one run from its lane. */
import { runRoutes, runSorts } from "#flow/contract/runs.ts";
import type { AnswerOf } from "#flow/contract/route.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import { modelRunOnWire, runOnWire } from "#flow/monitoring/on-wire.ts";
import { attachment, safeFileName } from "#flow/package/download-name.ts";
import { readPlace } from "#objects/monitor/page-place.ts";
import type { Figures, Metrics } from "#objects/protocols/monitor.ts";
import type { Deliveries } from "#objects/protocols/lane.ts";
import { writeCursor } from "#store/page.ts";
import { versionNames } from "#store/versions.ts";
import type { HandlersOf } from "../frame/handler.ts";
import { liveRuns } from "./live-runs.ts";
import { positionIn } from "../frame/paging.ts";
import { modelRunSelectionOf, runSelectionOf } from "./run-selection.ts";
import { runsAsCsv } from "./runs-csv.ts";
import { noSuchRun, showRun } from "./show-run.ts";
import { isoTime } from "../frame/times.ts";

export const runHandlers: HandlersOf<typeof runRoutes> = {
  async listRuns({ workflowId, query, context }) {
    const { sort, order, limit } = query;
    // A place in the list is one only under the order that it was given out for.
    const position = positionIn(query.cursor, isPositionOf(sort, order));
    const page = { sort, order, limit, ...(position && { after: position[2] }) };
    const { items, next } = await context.monitorOf(workflowId).list(runSelectionOf(query), page);
    return { items: items.map(runOnWire), nextCursor: next === null ? null : writeCursor([sort, order, next]) };
  },

  async listModelRuns({ workflowId, query, context }) {
    const position = positionIn(query.cursor, isPositionOf("models", "desc"));
    const page = { limit: query.limit, ...(position && { after: position[2] }) };
    const { items, next } = await context.monitorOf(workflowId).listModelRuns(modelRunSelectionOf(query), page);
    return { items: items.map(modelRunOnWire), nextCursor: next === null ? null : writeCursor(["models", "desc", next]) };
  },

  async getMetrics({ workflowId, query, context }) {
    return metricsOnWire(await context.monitorOf(workflowId).metrics(runSelectionOf(query)));
  },

  async getModelMetrics({ workflowId, query, context }) {
    return metricsOnWire(await context.monitorOf(workflowId).modelMetrics(modelRunSelectionOf(query)));
  },

  async exportRuns({ db, workflow, workflowId, query, context, answerHeaders }) {
    answerHeaders.set("content-disposition", attachment(safeFileName(`${workflow.name} runs`, "csv")));
    return runsAsCsv(db, workflowId, context.monitorOf(workflowId), runSelectionOf(query));
  },

  async listRunValues({ db, workflowId, context }) {
    const { source, version, error, node } = await context.monitorOf(workflowId).values();
    const names = await versionNames(db, workflowId, version);
    return { source, version: version.map((id) => ({ id, name: names.get(id) ?? id })), error, node };
  },

  async watchRuns(call) {
    return liveRuns(call.context.monitorOf(call.workflowId), call, call.context.now());
  },

  async getRun(call) {
    return showRun(call, call.params.runId);
  },

  async getRunValue({ workflowId, params, query, context }) {
    const value = await context.runLanes.value(workflowId, params.runId, query);
    if (value) return value;
    if (await context.runLanes.detail(workflowId, params.runId))
      throw new Refusal("not_found", { detail: "The run does not have this value." });
    return noSuchRun(context, workflowId, params.runId);
  },

  async cancelRun(call) {
    const { workflowId, params, context } = call;
    const { runId } = params;
    // A run that had finished, or finished by itself in the meantime, was not cancelled by this call.
    if (await context.runLanes.cancel(workflowId, runId))
      await call.noted({ event: "run.cancelled", subject: { id: runId, name: runId }, details: {} });
    return showRun(call, runId);
  },

  async listDeliveries(call) {
    const { workflowId, params, context } = call;
    const list = await context.runLanes.deliveries(workflowId, params.runId);
    if (list) return deliveriesOnWire(list);
    // Answers 404 where there is no such run.
    await showRun(call, params.runId);
    throw noPush();
  },

  async redeliverRun(call) {
    const { workflowId, params, context } = call;
    const { runId } = params;
    const list = await context.runLanes.redeliver(workflowId, runId);
    if (list) {
      await call.noted({ event: "run.redelivered", subject: { id: runId, name: runId }, details: {} });
      return deliveriesOnWire(list);
    }
    await showRun(call, runId);
    throw noPush();
  },
};

function isPositionOf(sort: (typeof runSorts)[number] | "models", order: "asc" | "desc") {
  return (position: readonly unknown[]): position is readonly [string, string, string] =>
    position.length === 3 &&
    position[0] === sort &&
    position[1] === order &&
    typeof position[2] === "string" &&
    readPlace(sort === "models" ? "startedAt" : sort, position[2]) !== undefined;
}

function metricsOnWire({ series, ...figures }: Metrics): AnswerOf<typeof runRoutes.getMetrics> {
  const { finished, failed } = figures;
  return {
    ...shownFigures(figures),
    failureRate: finished === 0 ? null : failed / finished,
    series: {
      from: isoTime(series.from),
      stepMs: series.stepMs,
      points: series.points.map((point) => ({ at: isoTime(point.at), ...shownFigures(point) })),
    },
  };
}

function shownFigures({ total, finished, failed, p90Ms, p99Ms }: Figures) {
  return { total, finished, failed, p90Ms, p99Ms };
}

function deliveriesOnWire({ state, nextAttemptAt, attempts }: Deliveries): AnswerOf<typeof runRoutes.listDeliveries> {
  return { state, nextAttemptAt, attempts: attempts.map((attempt) => ({ ...attempt })) };
}

function noPush(): Refusal {
  return new Refusal("not_found", {
    detail: "The run has no result to push. It was not called with push, or it has not finished.",
    suggestion: "Call the workflow at its push address to get results pushed.",
  });
}
