/** Begins a run for a call: idempotency, input, lane. */
import { Refusal } from "#flow/contract/refusal.ts";
import { laneName, type Lane } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import { checkInput } from "#flow/model/check-input.ts";
import { planOf } from "#objects/plan-cache.ts";
import type { RunMode, StartAnswer, StartRequest } from "#objects/runner/protocol.ts";
import type { Endpoint } from "#store/endpoint.ts";
import { newRunId } from "#store/new-id.ts";
import type { Env } from "../env.ts";
import { idempotencyOf } from "../idempotency-key.ts";
import { parseJson, readJsonText } from "../read-json.ts";
import { knowLane } from "./known-lanes.ts";
import { countInFlight, lanesFor } from "./lanes.ts";

export type Started = Extract<StartAnswer, { kind: "started" }>;
type Deployed = Endpoint & { readonly deployment: NonNullable<Endpoint["deployment"]> };

/** Throws a Refusal where the call is not accepted; then nothing was begun. `source` is the name of the key that calls. */
export async function startRun(
  request: Request,
  env: Env,
  { endpoint, source }: { readonly endpoint: Deployed; readonly source: string },
  mode: RunMode,
  requestId: string,
): Promise<Started> {
  const text = await readJsonText(request, limits.maxRequestBytes);
  const plan = await planOf(env.DB, endpoint.deployment.versionId);
  if (!plan) throw new Error(`version ${endpoint.deployment.versionId} is missing`);
  const checked = checkInput(plan.inputs, inputOf(parseJson(text)));
  if (!checked.ok)
    throw new Refusal("validation_failed", { detail: "The input does not fit the workflow's inputs.", errors: checked.issues });
  const idempotency = await idempotencyOf(request.headers, text);
  const start: Omit<StartRequest, "runId"> = {
    workflowId: endpoint.workflowId,
    deploymentId: endpoint.deployment.id,
    versionId: endpoint.deployment.versionId,
    mode,
    input: checked.input,
    warnings: checked.warnings,
    timeoutMs: timeoutMsOf(endpoint.deployment.settings, mode),
    requestId,
    source,
    variables: endpoint.variables,
    ...(idempotency && { idempotency }),
  };
  for (const lane of lanesFor(endpoint.workflowId, request.cf?.colo as string | undefined, idempotency?.key)) {
    const answer = await startIn(env, lane, start);
    if (answer.kind === "started") return answer;
    if (answer.code !== "overloaded") throw refusalOf(answer.code);
  }
  throw new Refusal("overloaded", { detail: "As many runs of this workflow are under way here as it may have.", retryAfterSec: 1 });
}

async function startIn(env: Env, lane: Lane, start: Omit<StartRequest, "runId">): Promise<StartAnswer> {
  const name = laneName(start.workflowId, lane);
  const runId = newRunId(lane, Date.now());
  try {
    const answer = await countInFlight(name, () => env.RUNNER.getByName(name).start({ runId, ...start }));
    knowLane(name);
    return answer;
  } catch (error) {
    // The lane died with the call in hand. What it had stored goes on or is recorded as interrupted when it comes back.
    console.error(JSON.stringify({ level: "error", requestId: start.requestId, runId, error: String(error) }));
    throw start.mode === "sync"
      ? new Refusal("run_interrupted", { detail: "The server stopped while the run was under way.", runId })
      : new Refusal("unavailable", {
          detail: "The server stopped before it had answered; the run may have begun.",
          suggestion: "Send the call again with an Idempotency-Key, so that it cannot run twice.",
          retryAfterSec: 1,
        });
  }
}

function inputOf(body: unknown): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new Refusal("bad_request", { detail: 'The body must be an object of the form {"input": {…}}.' });
  const unknown = Object.keys(body).filter((key) => key !== "input");
  if (unknown.length > 0) {
    throw new Refusal("validation_failed", {
      detail: `The body has keys that are not known: ${unknown.slice(0, 5).join(", ")}.`,
      suggestion: 'Put the workflow\'s inputs below "input".',
      errors: unknown
        .slice(0, 20)
        .map((key) => ({ path: key, code: "unknown_key", message: `“${key}” is not known here; inputs belong below “input”.` })),
    });
  }
  return "input" in body ? body.input : {};
}

function timeoutMsOf(settings: Deployed["deployment"]["settings"], mode: RunMode): number | null {
  const seconds = mode === "sync" ? settings.sync.timeoutSec : settings.async.timeoutSec;
  return seconds === null ? null : seconds * 1000;
}

function refusalOf(code: "idempotency_mismatch" | "not_found"): Refusal {
  return code === "not_found"
    ? new Refusal("not_found", { detail: "The workflow is not deployed." })
    : new Refusal("idempotency_mismatch", { detail: "This Idempotency-Key was used within the last 24 hours with another body." });
}
