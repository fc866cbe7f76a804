/** Test runs: of the draft, or of a flow in the request. They are not monitored. */
import * as z from "zod";
import { time } from "./fields.ts";
import { declareRoute } from "./route.ts";

export const runError = z.object({ code: z.string(), message: z.string(), node: z.string().optional(), suggestion: z.string().optional() });

export const step = z
  .object({
    place: z.string().meta({
      description: "Names the step within its run: the node's index, and before it, as in 7.12/3, the loops around it with their items.",
    }),
    nodeId: z.string(),
    name: z.string(),
    type: z.string(),
    status: z.enum(["In Progress", "Waiting", "Success", "Failed", "Cancelled"]),
    attempts: z.int(),
    startedAt: time,
    endedAt: time.nullable(),
    durationMs: z.number().nullable(),
    outcome: z.string().nullable(),
    input: z.unknown(),
    output: z.unknown(),
    error: runError.omit({ node: true }).nullable(),
    logs: z.array(z.string()),
  })
  .meta({ id: "Step", description: "What happened at one node." });

export const runDetail = z
  .object({
    runId: z.string(),
    status: z.enum(["In Progress", "Waiting", "Success", "Failed"]),
    startedAt: time,
    endedAt: time.nullable(),
    durationMs: z.number().nullable(),
    input: z.unknown(),
    output: z.unknown(),
    warnings: z.array(z.object({ path: z.string(), code: z.string().optional(), message: z.string() })),
    error: runError.nullable(),
    nodesExecuted: z.int(),
    steps: z.array(step).meta({ description: "In the order in which they started." }),
  })
  .meta({ id: "RunDetail" });

const startTestRun = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/test-runs",
  access: "workflow.see",
  audit: { none: "a run on the canvas changes nothing of the workflow" },
  summary: "Starts a test run of the draft, optionally up to one node",
  description:
    "Test runs make real calls with the workflow's secrets. Without the right to edit, you can only run the saved flow. " +
    "With it, you can send a flow to run instead, and `pinned` outputs to use instead of running nodes.",
  body: z.strictObject({
    input: z.unknown().optional(),
    flow: z
      .unknown()
      .optional()
      .meta({ override: { $ref: "#/components/schemas/FlowDocument" } }),
    untilNode: z.string().optional().meta({ description: "The id of the node to stop after. Its output is the output of the run." }),
    pinned: z.record(z.string(), z.unknown()).optional().meta({ description: "Outputs by node id, used instead of running the node." }),
  }),
  answer: z.object({ runId: z.string(), status: z.string() }),
  status: 201,
  errors: ["not_deployable", "overloaded"],
});

const getTestRun = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/test-runs/{runId}",
  access: "workflow.see",
  summary: "Returns a test run with its steps",
  query: z.object({ wait: z.coerce.number().min(0).max(60).optional().meta({ description: "Seconds to wait until the run finishes." }) }),
  answer: runDetail,
  status: 200,
  errors: [],
});

const cancelTestRun = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/test-runs/{runId}/cancel",
  access: "workflow.see",
  audit: { none: "a run on the canvas changes nothing of the workflow" },
  summary: "Cancels a test run. Without the right to edit, you can only cancel your own",
  answer: runDetail,
  status: 200,
  errors: [],
});

const watchTestRun = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/test-runs/{runId}/events",
  access: "workflow.see",
  summary: "Streams a test run as server-sent events, resumable with Last-Event-ID",
  headers: { "Last-Event-ID": "The id of the last event that you received." },
  file: "text/event-stream",
  status: 200,
  errors: [],
});

export const testRunRoutes = { startTestRun, getTestRun, cancelTestRun, watchTestRun };
