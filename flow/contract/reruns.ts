/** Running again: one run, all runs of a selection, and recorded runs replayed against the flow in development. */
import * as z from "zod";
import { valueChange } from "../diff/flow-diff.ts";
import { limits } from "../limits.ts";
import { leaveOutPath } from "../reruns/leave-out.ts";
import { pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";
import { runSelection } from "./runs.ts";

const warnings = z.array(z.object({ path: z.string(), code: z.string().optional(), message: z.string() }));
const version = z.enum(["same", "current"]).meta({
  description:
    "`same`: the version that the run used. `current`: the one that is deployed now, where nodes are found again by id, else by name.",
});
const nodeId = z.string().max(200);
const fromNode = nodeId.optional().meta({
  description:
    "The id, in the run's own version, of a node that the run came to. It and everything behind it run; what ran before it is copied and not run again.",
});

const copiedStep = z
  .object({
    nodeId: z.string().meta({ description: "In the run's own version." }),
    name: z.string().meta({ description: "In the version that runs." }),
    type: z.string(),
    outcome: z.string().meta({ description: "By which it is left." }),
    output: z.unknown(),
    tooLarge: z.int().nullable().meta({ description: "The length of the output's JSON, where it is too large to be shown." }),
    masked: z.boolean().meta({ description: "The recorded output holds ••• in place of a secret, and is copied like that." }),
  })
  .meta({ id: "CopiedStep" });

const rerunPlan = z
  .object({
    versionId: z.string(),
    input: z.unknown(),
    copied: z.array(copiedStep),
    warnings,
  })
  .meta({ id: "RerunPlan", description: "What running a run again would copy." });

const idempotencyKey = {
  "Idempotency-Key":
    "1 to 255 printable ASCII characters. The same key and body within 24 hours is the same rerun or job, another body a 422.",
};

const previewRerun = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/runs/{runId}/rerun",
  access: "workflow.see",
  summary: "What running a run again would copy; refused as the rerun itself would be",
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
  summary: "Runs a run again, as a new one",
  description:
    "Begins an async run; its effects are real, and its `Idempotency-Key`s are its own. A run that is under way, and a workflow that is not deployed, are a 409.",
  headers: idempotencyKey,
  bodyRequired: false,
  body: z.strictObject({
    fromNode,
    version: version.optional().meta({ description: "`same` where `fromNode` is given, else `current`." }),
    patch: z
      .strictObject({
        input: z.unknown().optional().meta({ description: "The new run's input, in place of the recorded one." }),
        steps: z.record(nodeId, z.unknown()).optional().meta({
          description:
            "Outputs by node id in the run's own version, in place of what copied nodes gave. A node that had failed then counts as succeeded.",
        }),
      })
      .optional(),
    push: z
      .boolean()
      .optional()
      .meta({ description: "Whether the result is pushed to the workflow's callback. It is not, unless asked for." }),
  }),
  answer: z.object({ runId: z.string(), versionId: z.string(), copied: z.array(copiedStep), warnings }),
  status: 201,
  errors: ["conflict", "idempotency_mismatch", "overloaded"],
});

const selection = z
  .strictObject(runSelection.shape)
  .meta({ description: "The same parameters as the list of runs takes. Only runs that began before the job are taken." });

const jobState = z.enum(["gathering", "running", "done", "cancelled"]).meta({
  description: "`gathering`: its runs are being collected, so that `total` still grows.",
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
  more: z.boolean().meta({ description: "More runs match the selection than were taken; the newest were." }),
};

const bulkRerun = z
  .object({
    ...job,
    version,
    ratePerMinute: count,
    pending: count,
    started: count.meta({ description: "Begun and not over." }),
    succeeded: count,
    failed: count,
    refused: count,
    refusals: z.array(z.object({ code: z.string(), message: z.string(), count })).meta({ description: "Why, the most frequent first." }),
  })
  .meta({
    id: "BulkRerun",
    description: "Runs of a selection that are run again; total = pending + started + succeeded + failed + refused.",
  });

const startBulkRerun = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/bulk-reruns",
  access: "workflow.edit",
  audit: ["bulkRerun.started"],
  summary: "Runs all runs of a selection again, the oldest first; each exactly once",
  headers: idempotencyKey,
  body: z.strictObject({
    selection,
    version: version.default("current"),
    ratePerMinute: z.int().min(1).max(limits.maxRerunsPerMinute).default(limits.rerunsPerMinute),
    max: z.int().min(1).max(limits.maxBulkReruns).default(limits.maxBulkReruns).meta({ description: "At most so many, the newest." }),
  }),
  answer: bulkRerun,
  status: 201,
  errors: ["conflict", "idempotency_mismatch"],
});

const listBulkReruns = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/bulk-reruns",
  access: "workflow.see",
  summary: "Bulk reruns of the last 30 days, the newest first",
  query: pageQuery,
  answer: pageOf(bulkRerun),
  status: 200,
  errors: [],
});

const getBulkRerun = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/bulk-reruns/{bulkRerunId}",
  access: "workflow.see",
  summary: "How far a bulk rerun is",
  answer: bulkRerun,
  status: 200,
  errors: [],
});

const rerunStates = ["pending", "started", "succeeded", "failed", "refused"] as const;

const listBulkRerunRuns = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/bulk-reruns/{bulkRerunId}/runs",
  access: "workflow.see",
  summary: "What became of each run of a bulk rerun, the oldest first",
  query: pageQuery.extend({ state: z.enum(rerunStates).optional() }),
  answer: pageOf(
    z
      .object({
        runId: z.string().meta({ description: "The run that is repeated." }),
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
  summary: "Begins no further runs; those that have begun go on",
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
      .max(limits.maxLeaveOutPathChars, { error: `A path may have at most ${limits.maxLeaveOutPathChars} characters.`, abort: true })
      .regex(leaveOutPath, "Begin the path with /output or /error, such as /output/createdAt; inside a key write ~1 for / and ~0 for ~."),
  )
  .max(limits.maxLeaveOutPaths, `At most ${limits.maxLeaveOutPaths} paths can be left out.`)
  .meta({
    description:
      "Paths of what is not compared, such as time stamps and random ids: RFC 6901 pointers below `output` or `error` as in `changes`, where `*` stands for any one key or item, as in `/output/items/*/id`. Each takes what is below it along. A status is always compared, and so is what is asked of outside.",
    examples: [["/output/createdAt", "/output/items/*/id"]],
  });

const replay = z
  .object({
    ...job,
    leaveOut: z.array(z.string()).meta({ description: "What is left out of the comparison." }),
    flow: z.string().meta({ description: "A hash of the flow in development that is tried, to tell whether it has changed since." }),
    done: count.meta({ description: "How many are compared." }),
    same: count,
    outputDiffers: count,
    statusDiffers: count,
    notComparable: count,
    reasons: z.array(z.object({ code: z.string(), count })).meta({ description: "Why runs are not comparable, the most frequent first." }),
  })
  .meta({ id: "Replay", description: "Recorded runs tried with the flow in development. Nothing outside is called." });

const startReplay = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/replays",
  access: "workflow.edit",
  audit: ["replay.started"],
  summary: "Tries the last runs of a selection with the flow in development, and compares what they answer",
  description:
    "Calls outside answer what was recorded, by the node's id; a call that was not recorded, or would be another one now, ends the try. Delays are skipped. Nothing outside is called.",
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
  summary: "Replays of the last 30 days, the newest first",
  query: pageQuery,
  answer: pageOf(replay),
  status: 200,
  errors: [],
});

const getReplay = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/replays/{replayId}",
  access: "workflow.see",
  summary: "How far a replay is, and what it found",
  answer: replay,
  status: 200,
  errors: [],
});

const updateReplay = declareRoute({
  method: "PATCH",
  path: "/api/workflows/{workflowId}/replays/{replayId}",
  access: "workflow.edit",
  audit: ["replay.changed"],
  summary: "Leaves other fields out of a replay's comparison",
  description:
    "The runs that were compared have their new verdict at once. Where too many fields of a run differ for all of them to have been kept, it is pending until it has been compared anew.",
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
    testRunId: z.string().nullable().meta({ description: "Its try, a run on the canvas; null where it did not begin." }),
    startedAt: time.meta({ description: "When the recorded run began." }),
    verdict: verdict.nullable().meta({ description: "Null while it has not been compared." }),
    reason: z
      .object({
        code: z.string().meta({
          description:
            "`answer_not_recorded`, `request_changed`, `input_changed`, `run_stopped`, `run_under_way`, `run_gone`, or the code of what ended the try.",
        }),
        message: z.string(),
        node: z.string().nullable(),
        requestChanged: z.boolean(),
        request: z.array(valueChange).meta({ description: "What the node would ask now, where that is not what was recorded." }),
      })
      .nullable()
      .meta({ description: "Why it is not comparable." }),
    before: outcome.nullable().meta({ description: "As recorded." }),
    after: outcome.nullable().meta({ description: "As the flow in development has it." }),
    changes: z.array(valueChange).meta({ description: "What differs, by its path below `output` or `error`, without what is left out." }),
    cut: z.boolean().meta({ description: "Outputs or changes are too large to be shown whole; both runs have them." }),
  })
  .meta({ id: "ReplayResult" });

const listReplayResults = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/replays/{replayId}/results",
  access: "workflow.see",
  summary: "What the tries of a replay came to, the newest run first",
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
  summary: "Ends a replay; what it has found stays",
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
