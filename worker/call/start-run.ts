/** Starts a run for a call: reads its body and its Idempotency-Key. */
import { Refusal } from "#flow/problems/refusal.ts";
import { limits } from "#flow/limits.ts";
import type { RunMode } from "#objects/protocols/run.ts";
import { shareOf } from "#objects/turns/share.ts";
import { turns, workOfChar } from "#objects/turns/turns.ts";
import { startDeployed, type Deployed, type Started } from "#objects/starting/start-deployed.ts";
import type { Env } from "../bindings/env.ts";
import { idempotencyOf } from "../http/idempotency-key.ts";
import { parseJsonWithWarnings, readJsonText } from "../http/read-json.ts";

/** Throws a Refusal where the call is not accepted; then nothing was started. `source` is the name of the key that calls. */
export async function startRun(
  request: Request,
  env: Env,
  { endpoint, source }: { readonly endpoint: Deployed; readonly source: string },
  mode: RunMode,
  requestId: string,
): Promise<Started> {
  const text = await readJsonText(request, limits.maxRequestBytes);
  const share = shareOf(endpoint.accountId);
  if (turns.isOver(share)) await turns.next(share);
  turns.did(text.length * workOfChar, share);
  const { value, warnings } = parseJsonWithWarnings(text);
  return startDeployed(env, {
    endpoint,
    mode,
    input: inputOf(value),
    warnings: warnings.map((warning) => ({ ...warning, path: warning.path.replace(/^\/input/, "") })),
    source,
    share,
    requestId,
    idempotency: await idempotencyOf(request.headers, text),
    // Typed by the platform as unknown, because a request of one's own may carry anything there.
    colo: request.cf?.colo as string | undefined,
  });
}

function inputOf(body: unknown): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new Refusal("bad_request", { detail: 'The body must be an object like {"input": {…}}.' });
  const unknown = Object.keys(body).filter((key) => key !== "input");
  if (unknown.length > 0) {
    throw new Refusal("validation_failed", {
      detail: `The body has unknown keys: ${unknown.slice(0, 5).join(", ")}.`,
      suggestion: "Put the workflow's inputs in “input”.",
      errors: unknown
        .slice(0, 20)
        .map((key) => ({ path: key, code: "unknown_key", message: `Unknown key “${key}”. Put inputs in “input”.` })),
    });
  }
  return "input" in body ? body.input : {};
}
