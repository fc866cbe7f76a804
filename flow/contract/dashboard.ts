/** The account's overview: what the runs of all workflows that one may see amount to. */
import * as z from "zod";
import { dashboardRanges } from "../dashboard/ranges.ts";
import { pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";
import { workflowStatuses } from "./workflow-status.ts";

const range = z.enum(dashboardRanges).default("24h").meta({ description: "Whole hours (24h) or days in UTC, including the current one." });
const ms = z.number().nullable();

const figures = {
  total: z.int().meta({ description: "Runs that started in the range." }),
  finished: z.int(),
  failed: z.int(),
  failureRate: z.number().nullable().meta({ description: "failed / finished, 0 to 1. Null if no run has finished." }),
  p90Ms: ms,
  p99Ms: ms,
};

const point = z.object({ at: time, total: z.int(), finished: z.int(), failed: z.int() });

const getDashboard = declareRoute({
  method: "GET",
  path: "/api/dashboard",
  access: "account.see",
  summary: "Returns run figures of all workflows that you can see, in total and by hour or day",
  query: z.object({ range }),
  answer: z
    .object({
      range: z.enum(dashboardRanges),
      from: time,
      stepMs: z.int(),
      workflows: z.int().meta({ description: "How many workflows you can see." }),
      ...figures,
      slowest: z.object({ ms: z.number(), runId: z.string(), workflow: z.object({ id: z.string(), name: z.string() }) }).nullable(),
      points: z.array(point).meta({ description: "One per hour or day, including empty ones." }),
    })
    .meta({ id: "Dashboard" }),
  status: 200,
  errors: [],
});

const dashboardSorts = ["runs", "failures", "failureRate", "slowest", "lastFailure", "name"] as const;
export type DashboardSort = (typeof dashboardSorts)[number];

const listDashboardWorkflows = declareRoute({
  method: "GET",
  path: "/api/dashboard/workflows",
  access: "account.see",
  summary: "Lists the run figures by workflow, including workflows without runs",
  query: pageQuery.extend({
    range,
    search: z.string().max(200).optional(),
    sort: z.enum(dashboardSorts).default("runs"),
    order: z.enum(["asc", "desc"]).default("desc"),
  }),
  answer: pageOf(
    z
      .object({
        id: z.string(),
        name: z.string(),
        status: z.enum(workflowStatuses),
        ...figures,
        slowest: z.object({ ms: z.number(), runId: z.string() }).nullable(),
        lastFailure: z.object({ at: time, runId: z.string() }).nullable().meta({ description: "In the range." }),
        points: z.array(point).meta({ description: "One per hour or day, including empty ones." }),
      })
      .meta({ id: "WorkflowFigures" }),
  ),
  status: 200,
  errors: [],
});

export const dashboardRoutes = { getDashboard, listDashboardWorkflows };
