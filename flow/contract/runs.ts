/** Monitoring: the runs of deployed versions, what they amount to, and each of them in detail. */
import * as z from "zod";
import { runModes, runStatuses, runTypes } from "../monitoring/run-row.ts";
import { instant, pageOf, pageQuery, time } from "./fields.ts";
import { filterQuery } from "./filters.ts";
import { declareRoute } from "./route.ts";
import { runDetail, runError, step } from "./test-runs.ts";

const ms = z.number().nullable().meta({ description: "Milliseconds; null while it is under way." });

const runRow = z
  .object({
    runId: z.string(),
    status: z.enum(runStatuses),
    type: z.enum(runTypes).meta({ description: "What began it." }),
    source: z.string().meta({ description: "The name of the API key, schedule or trigger that began it." }),
    mode: z.enum(runModes),
    versionId: z.string(),
    startedAt: time,
    endedAt: time.nullable(),
    durationMs: ms,
    nodesExecuted: z.int(),
    error: z.object({ code: z.string(), message: z.string(), node: z.string().nullable() }).nullable(),
    rerunOf: z.string().nullable().meta({ description: "The run that this one repeats." }),
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
  .meta({ id: "ModelRunRow", description: "One call of a model." });

const text = z.string().max(200);

/** Which runs are meant: begun in the range, matching search and filters. Both ends of the range may be left open. */
export const runSelection = z.object({
  from: instant.optional().meta({ description: "The earliest start." }),
  to: instant.optional().meta({ description: "The start is earlier than this." }),
  search: text
    .optional()
    .meta({ description: "A run's id or its beginning, or a part of its source, error, message or node, in any case." }),
  ...filterQuery({
    status: z.enum(runStatuses),
    type: z.enum(runTypes),
    mode: z.enum(runModes),
    source: text,
    version: text,
    error: text.meta({ description: "The error's code." }),
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
  summary: "The runs of deployed versions that a range, a search and filters select",
  query: pageQuery.extend({ ...runSelection.shape, sort, order }),
  answer: pageOf(runRow),
  status: 200,
  errors: [],
});

const listModelRuns = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/model-runs",
  access: "workflow.see",
  summary: "The calls of models, the newest first",
  query: pageQuery.extend(modelRunSelection.shape),
  answer: pageOf(modelRunRow),
  status: 200,
  errors: [],
});

const figures = {
  total: z.int(),
  finished: z.int().meta({ description: "How many are over." }),
  failed: z.int(),
  p90Ms: z.number().nullable().meta({ description: "Of the response times of runs that are over." }),
  p99Ms: z.number().nullable(),
};

const metrics = z
  .object({
    ...figures,
    failureRate: z.number().nullable().meta({ description: "failed / finished, 0 to 1; null where none is over." }),
    series: z
      .object({
        from: time,
        stepMs: z.int(),
        points: z.array(z.object({ at: time, ...figures })).meta({ description: "One for each step, the empty ones too." }),
      })
      .meta({ description: "The same over time." }),
  })
  .meta({ id: "RunMetrics" });

const getMetrics = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/metrics",
  access: "workflow.see",
  summary: "Total, P90, P99 and failure rate of exactly the runs that a selection names, and their course over time",
  query: runSelection,
  answer: metrics,
  status: 200,
  errors: [],
});

const getModelMetrics = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/model-metrics",
  access: "workflow.see",
  summary: "The same for calls of models",
  query: modelRunSelection,
  answer: metrics,
  status: 200,
  errors: [],
});

const exportRuns = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/runs.csv",
  access: "workflow.see",
  summary: "The selected runs as CSV (RFC 4180), whole, the newest first",
  query: runSelection,
  file: "text/csv; charset=utf-8",
  status: 200,
  errors: [],
});

const listRunValues = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/run-values",
  access: "workflow.see",
  summary: "The values that occur in the columns that runs can be filtered by",
  description: "Where there are too many to tell runs apart by, `(other)` stands for the node, version or source of later ones.",
  answer: z.object({
    source: z.array(z.string()),
    version: z.array(z.object({ id: z.string(), name: z.string() })),
    error: z.array(z.string()),
    node: z.array(z.string()),
  }),
  status: 200,
  errors: [],
});

const tooLarge = z.int().optional().meta({ description: "The length of its JSON; the value here is null, and `getRunValue` gives it." });

const runStep = step
  .extend({
    tries: z
      .array(
        z.object({
          startedAt: time,
          waitingSince: time.nullable().meta({ description: "Since when it only waited, for a time or an answer." }),
          endedAt: time.nullable(),
          error: runError.omit({ node: true }).nullable(),
        }),
      )
      .meta({ description: "The first try and those after it; the step's pauses lie between them." }),
    waitedMs: z.number().meta({ description: "How long of it, as far as that is over, it only waited: within tries and between them." }),
    dueAt: time.nullable().meta({ description: "While it waits: when it goes on, or gives up. Null where nobody knows." }),
    tooLarge: z.object({ input: tooLarge, output: tooLarge }),
    copiedFrom: z.string().nullable().meta({ description: "The run that it was copied from instead of being run; it has no tries then." }),
  })
  .meta({ id: "RunStep", description: "What happened at one node." });

const wholeRun = z
  .object({
    ...runDetail.shape,
    steps: z.array(runStep).meta({ description: "In the order in which they began." }),
    row: runRow.meta({ description: "The run as the list shows it." }),
    version: z.object({ id: z.string(), name: z.string() }),
    requestId: z.string(),
    timeoutAt: time.nullable().meta({ description: "When the workflow's timeout ends it." }),
    tooLarge: z.object({ output: tooLarge }),
  })
  .meta({ id: "Run" });

const getRun = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/runs/{runId}",
  access: "workflow.see",
  summary: "A run, step by step",
  description: "404 for runs on the canvas, and once the run is older than runs are kept.",
  answer: wholeRun,
  status: 200,
  errors: [],
});

const getRunValue = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/runs/{runId}/value",
  access: "workflow.see",
  summary: "One value of a run, however large, as JSON",
  query: z.object({
    of: z.enum(["input", "output"]),
    place: text.optional().meta({ description: "The place of a step, for its value." }),
    node: text
      .optional()
      .meta({ description: "The id of a node, for the value of its last step. Without place and node: the run's own value." }),
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
  summary: "Stops a run; one that is over stays as it is",
  answer: wholeRun,
  status: 200,
  errors: [],
});

const deliveries = z
  .object({
    state: z.enum(["pending", "delivered", "failed"]),
    nextAttemptAt: time.nullable(),
    attempts: z.array(
      z.object({
        attempt: z.int(),
        at: time,
        status: z.int().nullable().meta({ description: "The receiver's HTTP status; null where none came." }),
        durationMs: z.number(),
        answer: z.string().meta({ description: "The first KiB of the receiver's answer." }),
        error: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "Deliveries" });

const listDeliveries = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/runs/{runId}/deliveries",
  access: "workflow.see",
  summary: "The attempts to push a run's result; 404 for a run without a push",
  answer: deliveries,
  status: 200,
  errors: [],
});

const redeliverRun = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/runs/{runId}/redeliver",
  access: "workflow.edit",
  audit: ["run.redelivered"],
  summary: "Pushes a run's result once more, now",
  answer: deliveries,
  status: 200,
  errors: [],
});

const watchRuns = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/runs/live",
  access: "workflow.see",
  summary: "Rows as they come and change: a WebSocket",
  description:
    'Each message is JSON: `{"kind": "runs", "rows": [RunRow], "more": 0}` or `{"kind": "modelRuns", "rows": [ModelRunRow], "more": 0}`, where `more` counts changed rows that were left out because too many came at once. Take a row for the newest state of its run. `ping` is answered `pong`. The socket is closed with 4000 some minutes after it began, with the next message that would be sent: connect again, and load anew what is shown. It is closed with 4001 where it makes room for a newer one, as one person may have only so many, and with 1003 for a message other than `ping`. With a session the request needs an Origin header, which browsers send.',
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
