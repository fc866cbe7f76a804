/** Running again: one run in its lane, many by the workflow's Jobs object. */
import type { rerunRoutes } from "#flow/contract/reruns.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import type { RunId } from "#flow/ids.ts";
import type { CopiedReport, RerunRefused } from "#objects/protocols/rerun.ts";
import { loadEndpoint } from "#store/endpoint.ts";
import { idempotencyOf } from "../../http/idempotency-key.ts";
import { bulkRerunHandlers } from "./bulk-reruns.ts";
import type { HandlersOf } from "../frame/handler.ts";
import { replayHandlers } from "./replays.ts";

export const rerunHandlers: HandlersOf<typeof rerunRoutes> = {
  async previewRerun({ workflowId, params, query, context }) {
    const { fromNode, version } = query;
    const deployed = await requireDeployed(context.env.DB, workflowId);
    const order = {
      of: params.runId as RunId,
      versionId: (version ?? defaultOf(fromNode)) === "same" ? null : deployed.deployment.versionId,
      ...(fromNode === undefined ? {} : { fromNode }),
    };
    const plan = await context.runLanes.planRerun(workflowId, order);
    if (plan?.kind !== "planned") throw refusalOf(plan);
    return { versionId: plan.versionId, input: plan.input, copied: plan.copied.map(copiedOnWire), warnings: [...plan.warnings] };
  },

  async rerunRun(call) {
    const { workflowId, params, body = {}, caller, context, request } = call;
    const { fromNode, patch, push = false } = body;
    const { deployment, variables } = await requireDeployed(context.env.DB, workflowId);
    const { async } = deployment.settings;
    if (push && !(async.enabled && async.callbackUrl)) {
      throw new Refusal("conflict", {
        detail: "Async push is not set up in the deployed version of this workflow.",
        suggestion: "Rerun without push, or set a callback URL in the endpoint settings and deploy.",
      });
    }
    const idempotency = await idempotencyOf(request.headers, JSON.stringify(["rerun", params.runId, body]), "rerun");
    const isSame = (body.version ?? defaultOf(fromNode)) === "same";
    const answer = await context.runLanes.rerun(
      workflowId,
      {
        of: params.runId as RunId,
        versionId: isSame ? null : deployment.versionId,
        ...(fromNode === undefined ? {} : { fromNode }),
        ...(patch && Object.hasOwn(patch, "input") ? { input: { value: patch.input } } : {}),
        ...(patch?.steps ? { outputs: patch.steps } : {}),
      },
      {
        deploymentId: deployment.id,
        timeoutMs: async.timeoutSec === null ? null : async.timeoutSec * 1000,
        requestId: request.headers.get("x-request-id") ?? "",
        variables,
        mode: push ? "push" : "async",
        source: caller.user.name,
        ...(idempotency && { idempotency }),
      },
    );
    if (answer?.kind !== "started") throw refusalOf(answer);
    const { runId, replayed, versionId, copied, warnings } = answer;
    if (!replayed) await call.noted({ event: "run.startedAgain", subject: { id: runId, name: runId }, details: { from: params.runId } });
    return { runId, versionId, copied: copied.map(copiedOnWire), warnings: [...warnings] };
  },

  ...bulkRerunHandlers,
  ...replayHandlers,
};

function defaultOf(fromNode: string | undefined): "same" | "current" {
  return fromNode === undefined ? "current" : "same";
}

async function requireDeployed(db: D1Database, workflowId: Parameters<typeof loadEndpoint>[1]) {
  const endpoint = await loadEndpoint(db, workflowId);
  if (endpoint?.deployment) return { deployment: endpoint.deployment, variables: endpoint.variables };
  throw new Refusal("conflict", {
    detail: "The workflow is not deployed, so its runs cannot be rerun.",
    suggestion: "Deploy the workflow first, or start a test run with the run's input.",
  });
}

function refusalOf(refused: RerunRefused | undefined): Refusal {
  if (!refused) return new Refusal("not_found", { detail: "This workflow has no run with this id." });
  const { code, detail, suggestion, errors } = refused;
  return new Refusal(code, {
    detail,
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(errors ? { errors: [...errors] } : {}),
    ...(code === "overloaded" ? { retryAfterSec: 1 } : {}),
  });
}

function copiedOnWire(step: CopiedReport) {
  return { ...step };
}
