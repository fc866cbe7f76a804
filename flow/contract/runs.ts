/** Monitoring: the runs of deployed versions, what they amount to, and each of them in detail. */
import * as z from "zod";
import { runModes, runStatuses, runTypes } from "../monitoring/run-row.ts";
import { instant, pageOf, pageQuery, time } from "./fields.ts";
import { filterQuery } from "../lists/filters.ts";
import { declareRoute } from "./route.ts";
import { runDetail, runError, step } from "./test-runs.ts";

const ms = z.number().nullable().meta({ description: "Milliseconds. Null while the run is in progress." });

const runRow = z
  .object({
    runId: z.string(),
    status: z.enum(runStatuses),
    type: z.enum(runTypes).meta({ description: "What started the run." }),
    source: z.string().meta({ description: "The name of the API key, schedule or trigger that started the run." }),
    mode: z.enum(runModes),
    versionId: z.string(),
    startedAt: time,
    endedAt: time.nullable(),
    durationMs: ms,
    nodesExecuted: z.int(),
    error: z.object({ code: z.string(), message: z.string(), node: z.string().nullable() }).nullable(),
    rerunOf: z.string().nullable().meta({ description: "The run that this run is a rerun of." }),
  })
  .meta({ id: "RunRow" });

const modelRunRow = z
  .object({
    requestId: z.string(),
    runId: z.string(),
    node: z.string(),
    model: z.string(),
    connection: z.string(),
    status: z.enum(["In Progress", "Success", "Failed"]),
    startedAt: time,
    endedAt: time.nullable(),
    durationMs: ms,
    firstTokenMs: z.number().nullable(),
    inputTokens: z.int().nullable(),
    outputTokens: z.int().nullable(),
  })
  .meta({ id: "ModelRunRow", description: "One model call." });

const text = z.string().max(200);

/** The selected runs: started in the range, matching search and filters. Both ends of the range may be open. */
export const runSelection = z.object({
  from: instant.optional().meta({ description: "The earliest start time." }),
  to: instant.optional().meta({ description: "Only runs that started before this time." }),
  search: text
    .optional()
    .meta({ description: "A run id or its beginning, or part of its source, error, message or node. Not case-sensitive." }),
  ...filterQuery({
    status: z.enum(runStatuses),
    type: z.enum(runTypes),
    mode: z.enum(runModes),
    source: text,
    version: text,
    error: text.meta({ description: "The error code." }),
    node: text.meta({ description: "The node that failed." }),
    run: text.meta({ description: "The run's id." }),
  }),
});

const modelRunSelection = z.object({
  from: instant.optional(),
  to: instant.optional(),
  search: text.optional(),
  ...filterQuery({ status: z.enum(["In Progress", "Success", "Failed"]), node: text, model: text, connection: text, run: text }),
});

export const runSorts = ["startedAt", "endedAt", "durationMs", "nodesExecuted", "status", "type", "source"] as const;
const sort = z.enum(runSorts).default("startedAt");
const order = z.enum(["asc", "desc"]).default("desc");

const listRuns = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/runs",
  access: "workflow.see",
  summary: "Lists the runs of deployed versions by time range, search and filters",
  query: pageQuery.extend({ ...runSelection.shape, sort, order }),
  answer: pageOf(runRow),
  status: 200,
  errors: [],
});

const listModelRuns = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/model-runs",
  access: "workflow.see",
  summary: "Lists model calls, newest first",
  query: pageQuery.extend(modelRunSelection.shape),
  answer: pageOf(modelRunRow),
  status: 200,
  errors: [],
});

const figures = {
  total: z.int(),
  finished: z.int().meta({ description: "How many have finished." }),
  failed: z.int(),
  p90Ms: z.number().nullable().meta({ description: "Percentile of the response times of finished runs." }),
  p99Ms: z.number().nullable(),
};

const metrics = z
  .object({
    ...figures,
    failureRate: z.number().nullable().meta({ description: "failed / finished, 0 to 1. Null if no run has finished." }),
    series: z
      .object({
        from: time,
        stepMs: z.int(),
        points: z.array(z.object({ at: time, ...figures })).meta({ description: "One per interval, including empty ones." }),
      })
      .meta({ description: "The same figures over time." }),
  })
  .meta({ id: "RunMetrics" });

const getMetrics = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/metrics",
  access: "workflow.see",
  summary: "Returns the total, P90, P99 and failure rate of the selected runs, in total and over time",
  query: runSelection,
  answer: metrics,
  status: 200,
  errors: [],
});

const getModelMetrics = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/model-metrics",
  access: "workflow.see",
  summary: "Returns the figures of model calls",
  query: modelRunSelection,
  answer: metrics,
  status: 200,
  errors: [],
});

const exportRuns = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/runs.csv",
  access: "workflow.see",
  summary: "Exports all selected runs as CSV (RFC 4180), newest first",
  query: runSelection,
  file: "text/csv; charset=utf-8",
  status: 200,
  errors: [],
});

const listRunValues = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/run-values",
  access: "workflow.see",
  summary: "Lists the values that runs can be filtered by",
  description: "If there are too many different values, `(other)` stands for the node, version or source of later runs.",
  answer: z.object({
    source: z.array(z.string()),
    version: z.array(z.object({ id: z.string(), name: z.string() })),
    error: z.array(z.string()),
    node: z.array(z.string()),
  }),
  status: 200,
  errors: [],
});

const tooLarge = z.int().optional().meta({ description: "The length of its JSON. The value here is null. Use `getRunValue` to get it." });

const runStep = step
  .extend({
    tries: z
      .array(
        z.object({
          startedAt: time,
          waitingSince: time.nullable().meta({ description: "When it started to wait for a time or a response." }),
          endedAt: time.nullable(),
          error: runError.omit({ node: true }).nullable(),
        }),
      )
      .meta({ description: "All attempts. The pauses of the step lie between them." }),
    waitedMs: z.number().meta({ description: "How long the step waited so far, in attempts and between them." }),
    dueAt: time.nullable().meta({ description: "While the step waits: when it continues or gives up. Null if unknown." }),
    tooLarge: z.object({ input: tooLarge, output: tooLarge }),
    copiedFrom: z.string().nullable().meta({ description: "The run that the step was reused from. A reused step has no attempts." }),
  })
  .meta({ id: "RunStep", description: "What happened at one node." });

const wholeRun = z
  .object({
    ...runDetail.shape,
    steps: z.array(runStep).meta({ description: "In the order in which they started." }),
    row: runRow.meta({ description: "The run as shown in the list." }),
    version: z.object({ id: z.string(), name: z.string() }),
    requestId: z.string(),
    timeoutAt: time.nullable().meta({ description: "When the workflow's timeout stops the run." }),
    tooLarge: z.object({ output: tooLarge }),
  })
  .meta({ id: "Run" });

const getRun = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/runs/{runId}",
  access: "workflow.see",
  summary: "Returns a run with its steps",
  description: "404 for test runs and for runs that are older than the run retention.",
  answer: wholeRun,
  status: 200,
  errors: [],
});

const getRunValue = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/runs/{runId}/value",
  access: "workflow.see",
  summary: "Returns one value of a run as JSON, regardless of its size",
  query: z.object({
    of: z.enum(["input", "output"]),
    place: text.optional().meta({ description: "The place of a step, to get its value." }),
    node: text
      .optional()
      .meta({ description: "The id of a node, to get the value of its last step. Without place and node, the value of the run." }),
  }),
  file: "application/json",
  status: 200,
  errors: [],
});

const cancelRun = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/runs/{runId}/cancel",
  access: "workflow.edit",
  audit: ["run.cancelled"],
  summary: "Cancels a run. A finished run does not change",
  answer: wholeRun,
  status: 200,
  errors: [],
});

/** A run's push: its state and its attempts. */
export const pushState = z.object({
  state: z.enum(["pending", "delivered", "failed"]),
  nextAttemptAt: time.nullable(),
  attempts: z.array(
    z.object({
      attempt: z.int(),
      at: time,
      status: z.int().nullable().meta({ description: "The receiver's HTTP status. Null if there was no response." }),
      durationMs: z.number(),
      answer: z.string().meta({ description: "The first KiB of the receiver's response." }),
      error: z.string().nullable(),
    }),
  ),
});
const deliveries = pushState.meta({ id: "Deliveries" });

const listDeliveries = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/runs/{runId}/deliveries",
  access: "workflow.see",
  summary: "Lists the attempts to push a run's result. 404 for a run without push",
  answer: deliveries,
  status: 200,
  errors: [],
});

const redeliverRun = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/runs/{runId}/redeliver",
  access: "workflow.edit",
  audit: ["run.redelivered"],
  summary: "Pushes a run's result again",
  answer: deliveries,
  status: 200,
  errors: [],
});

const watchRuns = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/runs/live",
  access: "workflow.see",
  summary: "Streams new and changed rows over a WebSocket",
  description:
    'Each message is JSON: `{"kind": "runs", "rows": [RunRow], "more": 0}` or `{"kind": "modelRuns", "rows": [ModelRunRow], "more": 0}`, where `more` counts changed rows that were left out because there were too many. A row is the newest state of its run. The server responds to `ping` with `pong`. It closes the socket with 4000 after some minutes, when the next message is due: connect again and reload the list. It closes the socket with 4001 if you open too many, and with 1003 for a message other than `ping`. With a session, the request needs an Origin header, which browsers send.',
  status: 101,
  errors: ["upgrade_required"],
});

export const runRoutes = {
  listRuns,
  listModelRuns,
  getMetrics,
  getModelMetrics,
  exportRuns,
  listRunValues,
  watchRuns,
  getRun,
  getRunValue,
  cancelRun,
  listDeliveries,
  redeliverRun,
};
