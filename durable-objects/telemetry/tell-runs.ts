/**
 * The runs of a batch, as their lanes return them. A lane that fails or does not answer delays only its own runs, for a
 * bounded time; the memory for the others is bounded too.
 */
import { laneName, laneOfRun, type RunId, type WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import type { OtlpSpan } from "#flow/telemetry/otlp.ts";
import { spansOf } from "#flow/telemetry/spans-of.ts";
import { breath } from "../breath.ts";
import type { ObjectsEnv } from "../env.ts";
import { modelRunsOf } from "./model-runs-of.ts";
import { traceOf } from "./trace-of.ts";
import type { QueuedRun } from "./trace-queue.ts";

/** Lanes asked at the same time: each answer may hold some megabytes. */
const asksAtOnce = 8;
/** Runs are read one by one where a round takes longer: they are large, and others use the same lane, and processor. */
const slowMs = 50;

export interface Told {
  readonly run: QueuedRun;
  readonly spans: readonly OtlpSpan[];
  /** The length of the spans as JSON. */
  readonly chars: number;
}

export interface Telling {
  readonly told: readonly Told[];
  /** Not there any more, or nothing that is exported. */
  readonly gone: readonly QueuedRun[];
  /** Could not be read this time. */
  readonly unread: readonly QueuedRun[];
  /** Not asked for: the others are much already. */
  readonly left: readonly QueuedRun[];
}

interface Wanted {
  readonly names: ReadonlyMap<string, string>;
  readonly includeValues: boolean;
}

/** Asks lanes for runs and reports the result for each. Never rejects for a run that cannot be read. */
export async function tellRuns(env: ObjectsEnv, runs: readonly QueuedRun[], wanted: Wanted): Promise<Telling> {
  const telling = { told: [] as Told[], gone: [] as QueuedRun[], unread: [] as QueuedRun[] };
  const silent = new Set<string>();
  let chars = 0;
  const ask = async (run: QueuedRun): Promise<void> => {
    const lane = laneOf(run.workflowId, run.runId);
    const name = wanted.names.get(run.workflowId);
    if (lane === undefined || name === undefined) return void telling.gone.push(run);
    if (silent.has(lane)) return void telling.unread.push(run);
    try {
      const spans = await within(limits.traceReadTimeoutMs, () => silent.add(lane), spansOfRun(env, lane, run, name, wanted));
      if (!spans) return void telling.gone.push(run);
      const length = JSON.stringify(spans).length;
      chars += length;
      telling.told.push({ run, spans, chars: length });
    } catch (error) {
      console.error("a run could not be read for export and is retried", run.runId, String(error));
      telling.unread.push(run);
    }
  };
  let next = 0;
  for (let atOnce = 1; next < runs.length && chars < limits.maxTraceCharsHeld;) {
    const round = runs.slice(next, next + atOnce);
    next += round.length;
    const began = Date.now();
    await Promise.all(round.map(ask));
    await breath();
    atOnce = Date.now() - began > slowMs ? 1 : Math.min(asksAtOnce, atOnce * 2);
  }
  return { ...telling, left: runs.slice(next) };
}

/** Undefined for a run that its lane does not know any more. */
async function spansOfRun(
  env: ObjectsEnv,
  lane: string,
  { runId, workflowId, type, source }: QueuedRun,
  workflowName: string,
  { includeValues }: Wanted,
): Promise<OtlpSpan[] | undefined> {
  const detail = await env.RUNNER.getByName(lane).detail(runId, true);
  const trace = detail && traceOf(workflowId, detail);
  if (!trace) return undefined;
  const modelRuns = await modelRunsOf(env, trace);
  return spansOf(trace, { workflowName, type, source, modelRuns }, includeValues);
}

/** What is waited for, for so long. What comes of it later is of no use to anybody. */
async function within<Value>(ms: number, onTimeout: () => void, value: Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    onTimeout();
    reject(new Error(`no response within ${ms} ms`));
  }, ms);
  try {
    return await Promise.race([value, promise]);
  } finally {
    clearTimeout(timer);
  }
}

function laneOf(workflowId: WorkflowId, runId: RunId): string | undefined {
  const lane = laneOfRun(runId);
  return lane && laneName(workflowId, lane);
}
