import { dashboardRoutes } from "#flow/contract/dashboard.ts";
import { collectPoints } from "#flow/dashboard/collect-points.ts";
import { stepsOf, type RangeSteps } from "#flow/dashboard/ranges.ts";
import type { RunId } from "#flow/ids.ts";
import {
  countMine,
  listFigures,
  rollupsOf,
  sketchesOf,
  slowestRun,
  sumRollups,
  type RollupRow,
  type StepFigures,
} from "#store/rollups/read-rollups.ts";
import { mapPage } from "#store/page.ts";
import type { HandlersOf } from "../frame/handler.ts";
import { positionIn } from "../frame/paging.ts";
import { isoTime } from "../frame/times.ts";

export const dashboardHandlers: HandlersOf<typeof dashboardRoutes> = {
  async getDashboard({ db, caller: { viewer }, query, context }) {
    const steps = stepsOf(query.range, context.now());
    const [sums, sketches, slowest, workflows] = await Promise.all([
      sumRollups(db, viewer, steps),
      sketchesOf(db, viewer, steps),
      slowestRun(db, viewer, steps),
      countMine(db, viewer),
    ]);
    return {
      range: query.range,
      from: isoTime(steps.from),
      stepMs: steps.stepMs,
      workflows,
      ...figuresOf(sums, sketches),
      slowest: slowest ?? null,
      points: pointsOf(sums, steps),
    };
  },

  async listDashboardWorkflows({ db, caller: { viewer }, query, context }) {
    const steps = stepsOf(query.range, context.now());
    const after = positionIn(
      query.cursor,
      (position): position is readonly [string | number, string] =>
        position.length === 2 && (typeof position[0] === "string" || typeof position[0] === "number") && typeof position[1] === "string",
    );
    const { sort, order, search, limit } = query;
    const page = await listFigures(db, viewer, steps, { sort, order, search, limit, after });
    const rollups = Map.groupBy(
      await rollupsOf(
        db,
        page.items.map(({ id }) => id),
        steps,
      ),
      ({ workflowId }) => workflowId,
    );
    return mapPage(page, ({ id, name, status }) => {
      const rows = rollups.get(id) ?? [];
      return {
        id,
        name,
        status,
        ...figuresOf(
          rows,
          rows.map(({ sketch }) => sketch),
        ),
        slowest: slowestOf(rows),
        lastFailure: lastFailureOf(rows),
        points: pointsOf(rows, steps),
      };
    });
  },
};

function figuresOf(sums: readonly StepFigures[], sketches: readonly string[]) {
  const of = (name: "total" | "finished" | "failed") => sums.reduce((sum, step) => sum + step[name], 0);
  const [total, finished, failed] = [of("total"), of("finished"), of("failed")];
  const [p90Ms = null, p99Ms = null] = collectPoints(sketches).quantiles(finished, [0.9, 0.99]);
  return { total, finished, failed, failureRate: finished === 0 ? null : failed / finished, p90Ms, p99Ms };
}

function pointsOf(sums: readonly StepFigures[], { from, stepMs, steps }: RangeSteps) {
  const known = new Map(sums.map((step) => [step.at, step]));
  return Array.from({ length: steps }, (_, index) => {
    const at = from + index * stepMs;
    const { total, finished, failed } = known.get(at) ?? { total: 0, finished: 0, failed: 0 };
    return { at: isoTime(at), total, finished, failed };
  });
}

function slowestOf(rows: readonly RollupRow[]): { ms: number; runId: RunId } | null {
  let slowest: { ms: number; runId: RunId } | null = null;
  for (const { slowestMs: ms, slowestRun: runId } of rows)
    if (ms !== null && runId !== null && ms > (slowest?.ms ?? -1)) slowest = { ms, runId };
  return slowest;
}

function lastFailureOf(rows: readonly RollupRow[]): { at: string; runId: RunId } | null {
  let last: { at: number; runId: RunId } | null = null;
  for (const { failedAt: at, failedRun: runId } of rows) if (at !== null && runId !== null && at > (last?.at ?? -1)) last = { at, runId };
  return last && { at: isoTime(last.at), runId: last.runId };
}
