/** Reruns of one run, of all runs of a selection, and replays of recorded runs against the draft. */
import * as z from "zod";
import { valueChange } from "../diff/flow-diff.ts";
import { limits } from "../limits.ts";
import { leaveOutPath } from "../reruns/leave-out.ts";
import { pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";
import { runSelection } from "./runs.ts";

const warnings = z.array(z.object({ path: z.string(), code: z.string().optional(), message: z.string() }));
const version = z.enum(["same", "current"]).meta({
  description: "`same`: the version that the run used. `current`: the deployed version, whose nodes are matched by id, otherwise by name.",
});
const nodeId = z.string().max(200);
const fromNode = nodeId.optional().meta({
  description:
    "The id, in the run's own version, of a node that the run reached. The node and everything after it run. Earlier steps are reused and not run again.",
});

const copiedStep = z
  .object({
    nodeId: z.string().meta({ description: "In the run's own version." }),
    name: z.string().meta({ description: "In the version that runs." }),
    type: z.string(),
    outcome: z.string().meta({ description: "The outcome that the step took." }),
    output: z.unknown(),
    tooLarge: z.int().nullable().meta({ description: "The length of the output's JSON, if it is too large to show." }),
    masked: z.boolean().meta({ description: "The recorded output contains ••• in place of a secret, and is reused like that." }),
  })
  .meta({ id: "CopiedStep" });

const rerunPlan = z
  .object({
    versionId: z.string(),
    input: z.unknown(),
    copied: z.array(copiedStep),
    warnings,
  })
  .meta({ id: "RerunPlan", description: "The steps that a rerun would reuse." });

const idempotencyKey = {
  "Idempotency-Key":
    "1 to 255 printable ASCII characters. Within 24 hours, the same key and body return the same rerun or job. A different body gives 422.",
};

const previewRerun = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/runs/{runId}/rerun",
  access: "workflow.see",
  summary: "Returns the steps that a rerun would reuse. Refused if the rerun would be refused",
  query: z.object({ fromNode, version: version.optional() }),
  answer: rerunPlan,
  status: 200,
  errors: ["conflict"],
});

const rerunRun = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/runs/{runId}/rerun",
  access: "workflow.edit",
  audit: ["run.startedAgain"],
  summary: "Reruns a run as a new run",
  description:
    "Starts an async run. It makes real calls with its own `Idempotency-Key`s. Returns 409 if the run is in progress or the workflow is not deployed.",
  headers: idempotencyKey,
  bodyRequired: false,
  body: z.strictObject({
    fromNode,
    version: version.optional().meta({ description: "`same` if `fromNode` is set, otherwise `current`." }),
    patch: z
      .strictObject({
        input: z.unknown().optional().meta({ description: "The input of the new run, instead of the recorded input." }),
        steps: z.record(nodeId, z.unknown()).optional().meta({
          description:
            "Outputs by node id in the run's own version, instead of the recorded outputs. A node that had failed then counts as succeeded.",
        }),
      })
      .optional(),
    push: z.boolean().optional().meta({ description: "Whether to push the result to the workflow's callback URL. Default: false." }),
  }),
  answer: z.object({ runId: z.string(), versionId: z.string(), copied: z.array(copiedStep), warnings }),
  status: 201,
  errors: ["conflict", "idempotency_mismatch", "overloaded"],
});

const selection = z
  .strictObject(runSelection.shape)
  .meta({ description: "The same parameters as for the list of runs. Only runs that started before the job are included." });

const jobState = z.enum(["gathering", "running", "done", "cancelled"]).meta({
  description: "`gathering`: the runs are still being collected, so `total` can grow.",
});
const count = z.int();

const job = {
  id: z.string(),
  state: jobState,
  createdAt: time,
  createdBy: z.object({ id: z.string(), name: z.string() }),
  endedAt: time.nullable(),
  selection: z.object({
    from: time.nullable(),
    to: time.nullable(),
    search: z.string().nullable(),
    filters: z.array(z.object({ column: z.string(), operator: z.enum(["is", "isNot"]), value: z.string() })),
    join: z.enum(["and", "or"]),
  }),
  total: count,
  more: z.boolean().meta({ description: "More runs match the selection. Only the newest are included." }),
};

const bulkRerun = z
  .object({
    ...job,
    version,
    ratePerMinute: count,
    pending: count,
    started: count.meta({ description: "Started and not finished." }),
    succeeded: count,
    failed: count,
    refused: count,
    refusals: z.array(z.object({ code: z.string(), message: z.string(), count })).meta({ description: "Reasons, most frequent first." }),
  })
  .meta({
    id: "BulkRerun",
    description: "Reruns of a selection. total = pending + started + succeeded + failed + refused.",
  });

const startBulkRerun = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/bulk-reruns",
  access: "workflow.edit",
  audit: ["bulkRerun.started"],
  summary: "Reruns all runs of a selection, oldest first, each exactly once",
  headers: idempotencyKey,
  body: z.strictObject({
    selection,
    version: version.default("current"),
    ratePerMinute: z.int().min(1).max(limits.maxRerunsPerMinute).default(limits.rerunsPerMinute),
    max: z
      .int()
      .min(1)
      .max(limits.maxBulkReruns)
      .default(limits.maxBulkReruns)
      .meta({ description: "The maximum number of runs. The newest are used." }),
  }),
  answer: bulkRerun,
  status: 201,
  errors: ["conflict", "idempotency_mismatch"],
});

const listBulkReruns = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/bulk-reruns",
  access: "workflow.see",
  summary: "Lists the bulk reruns of the last 30 days, newest first",
  query: pageQuery,
  answer: pageOf(bulkRerun),
  status: 200,
  errors: [],
});

const getBulkRerun = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/bulk-reruns/{bulkRerunId}",
  access: "workflow.see",
  summary: "Returns the progress of a bulk rerun",
  answer: bulkRerun,
  status: 200,
  errors: [],
});

const rerunStates = ["pending", "started", "succeeded", "failed", "refused"] as const;

const listBulkRerunRuns = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/bulk-reruns/{bulkRerunId}/runs",
  access: "workflow.see",
  summary: "Lists the results of a bulk rerun, oldest run first",
  query: pageQuery.extend({ state: z.enum(rerunStates).optional() }),
  answer: pageOf(
    z
      .object({
        runId: z.string().meta({ description: "The original run." }),
        state: z.enum(rerunStates),
        newRunId: z.string().nullable(),
        refusal: z.object({ code: z.string(), message: z.string() }).nullable(),
      })
      .meta({ id: "BulkRerunRun" }),
  ),
  status: 200,
  errors: [],
});

const cancelBulkRerun = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/bulk-reruns/{bulkRerunId}/cancel",
  access: "workflow.edit",
  audit: ["bulkRerun.cancelled"],
  summary: "Stops a bulk rerun. Runs that already started continue",
  answer: bulkRerun,
  status: 200,
  errors: [],
});

const verdicts = ["same", "outputDiffers", "statusDiffers", "notComparable"] as const;
const verdict = z.enum(verdicts).meta({
  description:
    "`outputDiffers`: both succeeded with different outputs, or both failed with different errors. `statusDiffers`: one succeeded, the other failed.",
});

const leaveOut = z
  .array(
    z
      .string()
      .max(limits.maxLeaveOutPathChars, { error: `A path can have at most ${limits.maxLeaveOutPathChars} characters.`, abort: true })
      .regex(leaveOutPath, "Start the path with /output or /error, for example /output/createdAt. In a key, write ~1 for / and ~0 for ~."),
  )
  .max(limits.maxLeaveOutPaths, `You can leave out at most ${limits.maxLeaveOutPaths} paths.`)
  .meta({
    description:
      "Paths that are not compared, such as timestamps and random ids: RFC 6901 pointers below `output` or `error` as in `changes`. `*` stands for any key or item, as in `/output/items/*/id`. A path includes everything below it. The status and the requests are always compared.",
    examples: [["/output/createdAt", "/output/items/*/id"]],
  });

const replay = z
  .object({
    ...job,
    leaveOut: z.array(z.string()).meta({ description: "Paths that are left out of the comparison." }),
    flow: z.string().meta({ description: "A hash of the draft that is replayed. It shows whether the draft has changed since." }),
    done: count.meta({ description: "How many runs have been compared." }),
    same: count,
    outputDiffers: count,
    statusDiffers: count,
    notComparable: count,
    reasons: z.array(z.object({ code: z.string(), count })).meta({ description: "Why runs are not comparable, most frequent first." }),
  })
  .meta({ id: "Replay", description: "Recorded runs that are run again with the draft. No real calls are made." });

const startReplay = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/replays",
  access: "workflow.edit",
  audit: ["replay.started"],
  summary: "Replays the newest runs of a selection with the draft and compares the results",
  description:
    "Calls return the recorded response of the same node id. A call that was not recorded, or that differs from the recorded one, ends the replay of that run. Delays are skipped. No real calls are made.",
  headers: idempotencyKey,
  body: z.strictObject({ selection, last: z.int().min(1).max(limits.maxReplayRuns).default(200), leaveOut: leaveOut.default([]) }),
  answer: replay,
  status: 201,
  errors: ["conflict", "idempotency_mismatch", "not_deployable"],
});

const listReplays = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/replays",
  access: "workflow.see",
  summary: "Lists the replays of the last 30 days, newest first",
  query: pageQuery,
  answer: pageOf(replay),
  status: 200,
  errors: [],
});

const getReplay = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/replays/{replayId}",
  access: "workflow.see",
  summary: "Returns the progress and results of a replay",
  answer: replay,
  status: 200,
  errors: [],
});

const updateReplay = declareRoute({
  method: "PATCH",
  path: "/api/workflows/{workflowId}/replays/{replayId}",
  access: "workflow.edit",
  audit: ["replay.changed"],
  summary: "Changes the paths that are left out of a replay's comparison",
  description:
    "Runs that were already compared get their new result immediately. A run with too many stored differences becomes pending until it is compared again.",
  body: z.strictObject({ leaveOut }),
  answer: replay,
  status: 200,
  errors: [],
});

const outcome = z.object({
  status: z.enum(["Success", "Failed"]),
  output: z.unknown(),
  error: z.object({ code: z.string(), message: z.string(), node: z.string().nullable() }).nullable(),
});

const replayResult = z
  .object({
    runId: z.string().meta({ description: "The recorded run." }),
    testRunId: z.string().nullable().meta({ description: "The replayed run, a test run. Null if it did not start." }),
    startedAt: time.meta({ description: "When the recorded run started." }),
    verdict: verdict.nullable().meta({ description: "Null until it has been compared." }),
    reason: z
      .object({
        code: z.string().meta({
          description:
            "`answer_not_recorded`, `request_changed`, `input_changed`, `run_stopped`, `run_under_way`, `run_gone`, or the error code of the replayed run.",
        }),
        message: z.string(),
        node: z.string().nullable(),
        requestChanged: z.boolean(),
        request: z.array(valueChange).meta({ description: "The new request of the node, if it differs from the recorded one." }),
      })
      .nullable()
      .meta({ description: "Why the run is not comparable." }),
    before: outcome.nullable().meta({ description: "The recorded value." }),
    after: outcome.nullable().meta({ description: "The value of the draft." }),
    changes: z
      .array(valueChange)
      .meta({ description: "The differences by path below `output` or `error`, without the paths that are left out." }),
    cut: z.boolean().meta({ description: "Outputs or changes are too large to show in full. See both runs." }),
  })
  .meta({ id: "ReplayResult" });

const listReplayResults = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/replays/{replayId}/results",
  access: "workflow.see",
  summary: "Lists the results of a replay, newest run first",
  query: pageQuery.extend({
    verdict: z
      .enum([...verdicts, "different"])
      .optional()
      .meta({ description: "`different`: the output or the status differs." }),
  }),
  answer: pageOf(replayResult),
  status: 200,
  errors: [],
});

const cancelReplay = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/replays/{replayId}/cancel",
  access: "workflow.edit",
  audit: ["replay.cancelled"],
  summary: "Stops a replay. Its results are kept",
  answer: replay,
  status: 200,
  errors: [],
});

export const rerunRoutes = {
  previewRerun,
  rerunRun,
  startBulkRerun,
  listBulkReruns,
  getBulkRerun,
  listBulkRerunRuns,
  cancelBulkRerun,
  startReplay,
  listReplays,
  getReplay,
  updateReplay,
  listReplayResults,
  cancelReplay,
};
