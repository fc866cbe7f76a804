/**
 * Works on a replay: tries recorded runs with another flow in the lane of the canvas, where they may touch nothing
 * outside, and compares what comes of it. A try that a crash cut off is found again by its id.
 */
import { diffValues } from "#flow/diff/diff-values.ts";
import type { RunError } from "#flow/problems/node-error.ts";
import { limits } from "#flow/limits.ts";
import { checkInput, compileInputs, type CompiledInputs } from "#flow/model/check-input.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import { resolveFlow } from "#flow/resolved/resolved-flow.ts";
import { boundedChanges, compareOutcomes, type Outcome, verdictAnew } from "#flow/reruns/compare-outcomes.ts";
import type { Answers } from "#flow/reruns/replay-plan.ts";
import { loadEndpoint } from "#store/endpoint.ts";
import { draftStart } from "../starting/start-draft.ts";
import type { Draft, StartRequest } from "../protocols/start.ts";
import type { NotRecorded, Recording } from "../protocols/rerun.ts";
import type { RunReport } from "../protocols/run.ts";
import type { RunDetail } from "../protocols/run-detail.ts";
import type { Item, Job, JobStore, Settled } from "./job-store.ts";
import type { JobPorts, NextLook } from "./job-ports.ts";
import type { Reason, ReplayOrder } from "../protocols/jobs.ts";

type Replay = Job & { readonly order: Omit<ReplayOrder, "flow"> };

const backOffMs = 500;
const maxTries = 20;
/** One try. Scripts are bounded by themselves, and nothing is waited for. */
const tryTimeoutMs = 60_000;

/** Ends of a run that say nothing of its flow. */
const stopped: readonly string[] = ["run_cancelled", "run_timeout", "run_interrupted", "run_crashed", "undeployed"];
/** Ends of a try that say nothing of what the flow answers. */
const untold: readonly string[] = [...stopped, "answer_not_recorded", "request_changed", "run_too_large", "internal"];

const missing: Readonly<Record<NotRecorded["code"], string>> = {
  run_gone: "The data of the run was deleted, or the run never existed.",
  run_under_way: "The run is still in progress.",
  run_too_large: "The run received more external data than a replay can handle.",
};

/** What all tries of a replay have in common. */
interface Common {
  readonly start: Pick<
    StartRequest,
    "workflowId" | "deploymentId" | "versionId" | "mode" | "timeoutMs" | "requestId" | "variables" | "draft"
  >;
  readonly inputs: CompiledInputs;
}

/** A try that says something of its flow. */
interface Told {
  readonly before: Outcome;
  readonly after: Outcome;
}

/** The flow of a job does not change, and its schemas are compiled once. */
const common = new Map<string, Common>();
const maxCommon = 8;

/** Tries the next runs of the job, some at a time. Rejects where a lane or the database does; then it is called again. */
export async function workOnReplay(job: Replay, ports: JobPorts): Promise<NextLook> {
  const { store, write } = ports;
  if (job.state === "cancelled") {
    store.leave(job.id);
    return null;
  }
  const batch = store.itemsIn(job.id, "pending", limits.jobConcurrency, "ASC");
  if (batch.length === 0) {
    common.delete(job.id);
    write(() => store.end(job.id, "done", Date.now()));
    return null;
  }
  const shared = common.get(job.id) ?? (await commonOf(job, store.flowOf(job.id), ports));
  if (common.size >= maxCommon) common.clear();
  common.set(job.id, shared);
  const results = await Promise.all(batch.map((item) => tried(job, item, shared, ports)));
  write(() => {
    // The excluded paths may have changed since the tries started.
    const leaveOut = store.leaveOutOf(job.id);
    batch.forEach(({ n }, index) => store.settleOrCount(job.id, n, settledOf(results[index], leaveOut)));
  });
  return Date.now() + (results.includes(undefined) ? backOffMs : 0);
}

/**
 * Excludes these paths from the comparison instead of the earlier ones. If the stored changes of a run cannot decide,
 * it is compared again: its try is found by its id. A stopped replay reports such runs as different.
 */
export function leaveOut({ id, state }: Pick<Job, "id" | "state">, paths: readonly string[], store: JobStore): void {
  store.setLeaveOut(id, paths);
  for (const item of store.endedAlike(id)) {
    const verdict = verdictAnew(item.paths, paths) ?? (state === "cancelled" ? "outputDiffers" : "pending");
    if (verdict !== item.state) store.setState(id, item.n, verdict);
    if (verdict === "pending") store.reopen(id);
  }
}

async function commonOf({ id, order }: Replay, flow: FlowDocument, { db }: JobPorts): Promise<Common> {
  const endpoint = await loadEndpoint(db, order.workflowId);
  const draft: Draft = { flow: resolveFlow(flow), isReplay: true };
  return {
    inputs: compileInputs(flow.inputs),
    start: {
      ...(await draftStart(order.workflowId, draft)),
      timeoutMs: tryTimeoutMs,
      requestId: id,
      variables: endpoint?.variables ?? 0,
    },
  };
}

/** What a try came to; undefined where it is to be made again. */
async function tried(job: Replay, item: Item, shared: Common, ports: JobPorts): Promise<Settled | Told | undefined> {
  try {
    return await tryOnce(job, item, shared, ports);
  } catch (error) {
    console.error("a recorded run could not be replayed and is retried", item.runId, String(error));
    if (item.tries + 1 < maxTries) return undefined;
    return notComparable(false, { code: "internal", message: "The server failed each time it tried this run." });
  }
}

async function tryOnce(
  job: Replay,
  { runId, newRunId }: Item,
  { start, inputs }: Common,
  ports: JobPorts,
): Promise<Settled | Told | undefined> {
  const { workflowId } = job.order;
  const recorded = await ports.laneOf(workflowId, runId)?.recording(runId);
  if (recorded?.kind !== "recording") {
    const code = recorded?.code ?? "run_gone";
    return notComparable(false, { code, message: missing[code] });
  }
  const { error } = recorded.report;
  if (error && stopped.includes(error.code)) {
    return notComparable(false, { code: "run_stopped", message: `The run was stopped from outside its flow: ${error.message}` });
  }
  const checked = checkInput(inputs, recorded.input);
  if (!checked.ok) {
    return notComparable(false, {
      code: "input_changed",
      message: checked.issues[0]?.message ?? "The input does not match the flow's inputs.",
    });
  }
  const lane = ports.testLaneOf(workflowId);
  const begun = await lane.start({
    ...start,
    runId: newRunId,
    input: checked.input,
    warnings: checked.warnings,
    basis: recorded.basis,
  });
  if (begun.kind === "refused") return undefined;
  const report = await lane.report(newRunId, tryTimeoutMs);
  if (!report || report.endedAt === null) return undefined;
  if (report.error && untold.includes(report.error.code)) {
    return notComparable(true, await reasonOf(report.error, recorded, () => lane.detail(newRunId, true)));
  }
  return { before: outcomeOf(recorded.report), after: outcomeOf(report) };
}

function settledOf(result: Settled | Told | undefined, leaveOut: readonly string[]): Settled | undefined {
  if (!result || "state" in result) return result;
  const { verdict, ...finding } = compareOutcomes(result.before, result.after, leaveOut);
  return { state: verdict, begun: true, finding };
}

/** Why a try says nothing; of a call that is another one now, what differs. */
async function reasonOf(error: RunError, recorded: Recording, detail: () => Promise<RunDetail | undefined>): Promise<Reason> {
  const reason = { code: error.code, message: error.message, ...(error.node === undefined ? {} : { node: error.node }) };
  if (error.code !== "request_changed") return reason;
  const step = (await detail())?.steps.find((one) => one.error?.code === "request_changed");
  const answers = JSON.parse(recorded.basis) as Answers;
  const answer = answers.steps.find(({ nodeId }) => nodeId === step?.nodeId);
  return { ...reason, request: boundedChanges(diffValues(answer?.result.input, step?.input)).changes };
}

function outcomeOf({ status, output, error }: RunReport): Outcome {
  const told = error && { code: error.code, message: error.message, node: error.node ?? null };
  return { status: status === "Success" ? "Success" : "Failed", output, error: told };
}

function notComparable(begun: boolean, reason: Reason): Settled {
  return { state: "notComparable", begun, reason };
}
