/** Starts a run of the deployed version. Every way to start one comes through here: calls of the API and what starts by itself. */
import { Refusal } from "#flow/problems/refusal.ts";
import { laneName, type Lane } from "#flow/ids.ts";
import { checkInput } from "#flow/model/check-input.ts";
import type { RunType } from "#flow/monitoring/run-row.ts";
import type { Endpoint } from "#store/endpoint.ts";
import { newRunId } from "#store/new-id.ts";
import type { ObjectsEnv } from "../env.ts";
import { planOf } from "../plan-cache.ts";
import type { StartAnswer, StartRequest } from "../protocols/start.ts";
import type { RunMode } from "../protocols/run.ts";
import { diskFault } from "../disk-fault.ts";
import { storageFault } from "../storage-fault.ts";
import { brokenLane, failedToOpen, isBroken, laneAnswered } from "./broken-lanes.ts";
import { shareOf, type Share } from "../turns/share.ts";
import { turns, workOfStep } from "../turns/turns.ts";
import { knowLane } from "./known-lanes.ts";
import { countInFlight, laneAt, lanesFor } from "./lanes.ts";

export type Started = Extract<StartAnswer, { kind: "started" }>;
export type Deployed = Endpoint & { readonly deployment: NonNullable<Endpoint["deployment"]> };

export interface DeployedStart {
  readonly endpoint: Deployed;
  readonly mode: RunMode;
  /** Not checked yet. */
  readonly input: unknown;
  /** Warnings of the code that parsed the input. */
  readonly warnings?: StartRequest["warnings"];
  /** What starts the run, a call where nothing is said, and its name: the API key's, the schedule's, the trigger's. */
  readonly type?: RunType;
  readonly source: string;
  readonly requestId: string;
  readonly idempotency?: StartRequest["idempotency"] | undefined;
  /** Where the platform received the call. */
  readonly colo?: string | undefined;
  /** In whose time the input is checked; a new share of the account's where nothing is said. */
  readonly share?: Share;
}

/**
 * Sync: resolves when the run is finished. Async and push: when it is stored. Throws a Refusal where the run is not
 * accepted; then nothing was started.
 */
export async function startDeployed(env: Pick<ObjectsEnv, "DB" | "RUNNER" | "MACHINE">, asked: DeployedStart): Promise<Started> {
  const { endpoint, mode, idempotency } = asked;
  const plan = await planOf(env.DB, { versionId: endpoint.deployment.versionId, deploymentId: endpoint.deployment.id });
  if (!plan) throw new Error(`version ${endpoint.deployment.versionId} is missing`);
  const { share = shareOf(endpoint.accountId) } = asked;
  if (turns.isOver(share)) await turns.next(share);
  const checked = checkInput(plan.inputs, asked.input, (steps) => turns.did(steps * workOfStep, share));
  if (!checked.ok)
    throw new Refusal("validation_failed", { detail: "The input does not match the workflow's inputs.", errors: checked.issues });
  const start: Omit<StartRequest, "runId"> = {
    workflowId: endpoint.workflowId,
    accountId: endpoint.accountId,
    deploymentId: endpoint.deployment.id,
    versionId: endpoint.deployment.versionId,
    mode,
    input: checked.input,
    warnings: [...(asked.warnings ?? []), ...checked.warnings],
    timeoutMs: timeoutMsOf(endpoint.deployment.settings, mode),
    requestId: asked.requestId,
    source: asked.source,
    variables: endpoint.variables,
    ...(asked.type && { type: asked.type }),
    ...(idempotency && { idempotency }),
  };
  let passedOver = false;
  for (const lane of lanesFor(endpoint.workflowId, asked.colo, idempotency?.key)) {
    const answer = isBroken(laneName(endpoint.workflowId, lane)) ? "broken" : await startIn(env, lane, start);
    if (answer === "broken") {
      passedOver = true;
      continue;
    }
    if (answer.kind === "started") return answer;
    if (answer.code !== "overloaded") throw refusalOf(answer.code);
  }
  // A call with an Idempotency-Key has one lane: in another one its run might start a second time.
  if (passedOver && idempotency) throw brokenLane();
  throw new Refusal("overloaded", { detail: "This workflow has reached its limit of runs in progress.", retryAfterSec: 1 });
}

async function startIn(
  env: Pick<ObjectsEnv, "RUNNER" | "MACHINE">,
  lane: Lane,
  start: Omit<StartRequest, "runId">,
): Promise<StartAnswer | "broken"> {
  const name = laneName(start.workflowId, lane);
  const runId = newRunId(lane, Date.now());
  try {
    // The types of RPC lose reports, because an output is `unknown`.
    const answer = (await countInFlight(name, () => laneAt(env, start.workflowId, lane).start({ runId, ...start }))) as StartAnswer;
    knowLane(name);
    laneAnswered(name);
    return answer;
  } catch (error) {
    // A full disk looks like a damaged file to the runtime, so it is ruled out first.
    const fault = (await diskFault(env)) ?? storageFault(error);
    if (fault !== "disk_full" && fault !== "read_only" && (await failedToOpen(name, error, laneAt(env, start.workflowId, lane))))
      return "broken";
    // The lane died with the call in hand. What it had stored goes on or is recorded as interrupted when it comes back.
    console.error(JSON.stringify({ level: "error", requestId: start.requestId, runId, error: String(error) }));
    if (fault) throw new Refusal(fault, { runId, retryAfterSec: 10 });
    throw start.mode === "sync"
      ? new Refusal("run_interrupted", { detail: "The server stopped during the run.", runId })
      : new Refusal("unavailable", {
          detail: "The server stopped before it responded. The run may have started.",
          suggestion: "Send the call again with an Idempotency-Key so that it cannot run twice.",
          retryAfterSec: 1,
        });
  }
}

function timeoutMsOf(settings: Deployed["deployment"]["settings"], mode: RunMode): number | null {
  const seconds = mode === "sync" ? settings.sync.timeoutSec : settings.async.timeoutSec;
  return seconds === null ? null : seconds * 1000;
}

function refusalOf(code: "idempotency_mismatch" | "not_found"): Refusal {
  return code === "not_found"
    ? new Refusal("not_found", { detail: "The workflow is not deployed." })
    : new Refusal("idempotency_mismatch", { detail: "This Idempotency-Key was used in the last 24 hours with a different body." });
}
