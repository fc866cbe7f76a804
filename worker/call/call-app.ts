/** The endpoints that callers use: start, poll, watch and cancel runs of a deployed workflow. Kept small: it is what a cold start evaluates. */
import { Hono, type Context } from "hono";
import { RegExpRouter } from "hono/router/reg-exp-router";
import { Refusal } from "#flow/problems/refusal.ts";
import type { RunId, WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import type { RunMode, RunReport } from "#objects/protocols/run.ts";
import { dropEndpoint, endpointOf } from "#objects/starting/endpoint-cache.ts";
import { findLane, type LaneStub } from "#objects/starting/lanes.ts";
import { touchKey, workflowOfKey } from "#store/endpoint.ts";
import { answerProblem } from "../http/answer-problem.ts";
import { baseUrl } from "../http/base-url.ts";
import type { Env } from "../bindings/env.ts";
import { requestIdOf } from "../http/request-id.ts";
import { whileAllowed } from "../http/while-allowed.ts";
import { answerAccepted, answerPoll, answerSync } from "./answer-run.ts";
import { checkKey, type Caller } from "./check-key.ts";
import { startRun } from "./start-run.ts";

type CallContext = Context<{ Bindings: Env; Variables: { requestId: string } }, string>;

/** No two paths have different kinds of segment in one place: that is what lets the router be one regular expression. */
export const callApp = new Hono<{ Bindings: Env; Variables: { requestId: string } }>({ router: new RegExpRouter() })
  .use(async (c, next) => {
    c.set("requestId", requestIdOf(c.req.raw.headers));
    await next();
  })
  .post("/v1/workflows/:id/sync", (c) => start(c, "sync"))
  .post("/v1/workflows/:id/async", (c) => start(c, "async"))
  .post("/v1/workflows/:id/push", (c) => start(c, "push"))
  .get("/v1/workflows/:id/openapi.json", openApi)
  .get("/v1/workflows/:id/runs/:runId", poll)
  .get("/v1/workflows/:id/runs/:runId/events", events)
  .post("/v1/workflows/:id/runs/:runId/cancel", cancel)
  .get("/v1/workflows/:id/runs/:runId/deliveries", deliveries)
  .post("/v1/workflows/:id/runs/:runId/redeliver", redeliver);
for (const [method, paths] of Object.entries({
  POST: ["sync", "async", "push", "runs/:runId/cancel", "runs/:runId/redeliver"],
  GET: ["runs/:runId", "runs/:runId/events", "runs/:runId/deliveries"],
}))
  for (const path of paths) callApp.all(`/v1/workflows/:id/${path}`, () => answerProblem("method_not_allowed", { allow: [method] }));

async function start(c: CallContext, mode: RunMode): Promise<Response> {
  const { endpoint, key } = await callerOf(c);
  const { deployment } = endpoint;
  if (!deployment) throw new Refusal("not_found", { detail: "The workflow is not deployed." });
  if (mode === "push" && !(deployment.settings.async.enabled && deployment.settings.async.callbackUrl)) {
    throw new Refusal("conflict", {
      detail: "Async push is not set up in the deployed version of this workflow.",
      suggestion: "Enable async and set a callback URL in the workflow's endpoint settings, then deploy again.",
    });
  }
  const { report, replayed } = await startRun(
    c.req.raw,
    c.env,
    { endpoint: { ...endpoint, deployment }, source: key.name },
    mode,
    c.get("requestId"),
  );
  const headers = { ...ownHeaders(c), ...(replayed ? { "idempotent-replayed": "true" } : {}) };
  if (mode === "sync") return answerSync(report, headers);
  return answerAccepted(report, `${baseUrl(c.req.raw, c.env)}/v1/workflows/${endpoint.workflowId}/runs/${report.runId}`, headers);
}

async function poll(c: CallContext): Promise<Response> {
  const { lane, runId } = await runOf(c);
  const report = await lane.report(runId, waitMsOf(c.req.query("wait")));
  return report ? answerPoll(report, ownHeaders(c)) : noSuchRun();
}

async function cancel(c: CallContext): Promise<Response> {
  const { lane, runId, caller } = await runOf(c);
  // The types of RPC lose reports, because an output is `unknown`.
  const cancelled = (await lane.cancel(runId)) as { report: RunReport; stopped: boolean } | undefined;
  if (!cancelled) return noSuchRun();
  if (cancelled.stopped) {
    const { noteCancel } = await import("./note-cancel.ts");
    await noteCancel(c.env, c.req.raw, c.get("requestId"), caller, runId);
  }
  return answerPoll(cancelled.report, ownHeaders(c));
}

async function events(c: CallContext): Promise<Response> {
  const { lane, runId, caller } = await runOf(c);
  const last = c.req.header("last-event-id");
  const after = last !== undefined && /^\d{1,9}$/.test(last) ? last : "-1";
  const response = await lane.fetch(`http://lane/?run=${runId}&after=${after}`);
  if (!response.ok || !response.body) return noSuchRun();
  const body = whileAllowed(
    response.body,
    () => isStillKey(c, caller),
    () => Date.now(),
  );
  return new Response(body, { headers: { ...Object.fromEntries(response.headers), ...ownHeaders(c) } });
}

/** Whether the caller's key is still one of the workflow's. */
async function isStillKey(c: CallContext, { endpoint: { workflowId }, key: { id } }: Caller): Promise<boolean> {
  const endpoint = await endpointOf(c.env.DB, workflowId, (work) => c.executionCtx.waitUntil(work));
  const key = endpoint?.keys.find((candidate) => candidate.id === id);
  return key !== undefined && (key.expiresAt === null || key.expiresAt > Date.now());
}

async function deliveries(c: CallContext): Promise<Response> {
  const { lane, runId } = await runOf(c);
  const list = await lane.deliveries(runId);
  return list ? c.json(list, 200, ownHeaders(c)) : noSuchRun();
}

async function redeliver(c: CallContext): Promise<Response> {
  const { lane, runId } = await runOf(c);
  const list = await lane.redeliver(runId);
  return list ? c.json(list, 202, ownHeaders(c)) : noSuchRun();
}

async function openApi(c: CallContext): Promise<Response> {
  const { endpoint } = await callerOf(c);
  const { describeCalls } = await import("./describe-calls.ts");
  return describeCalls(c.env.DB, endpoint, baseUrl(c.req.raw, c.env), ownHeaders(c));
}

/** The endpoint that is called, by a key that may. */
async function callerOf(c: CallContext): Promise<Caller> {
  const workflowId = c.req.param("id") as WorkflowId;
  const later = (work: Promise<unknown>): void => c.executionCtx.waitUntil(work);
  const { endpoint, key } = await checkKey(c.req.raw.headers, workflowId, {
    known: () => endpointOf(c.env.DB, workflowId, later),
    fresh: async () => {
      dropEndpoint(workflowId);
      return endpointOf(c.env.DB, workflowId, later);
    },
    ownerOf: (hash) => workflowOfKey(c.env.DB, hash),
  });
  if (key.ratePerMinute !== null) {
    const taken = await c.env.LIMITER.getByName(key.id).take(key.ratePerMinute);
    if (!taken.ok)
      throw new Refusal("rate_limited", {
        detail: `This API key can make ${key.ratePerMinute} calls per minute.`,
        retryAfterSec: taken.retryAfterSec,
      });
  }
  noteUse(key.id, (at) => later(touchKey(c.env.DB, key.id, at)));
  return { endpoint, key };
}

const lastNoted = new Map<string, number>();

/** Last used is written at most once a minute for each key. */
function noteUse(keyId: string, write: (at: number) => void): void {
  const now = Date.now();
  if (now - (lastNoted.get(keyId) ?? 0) < 60_000) return;
  if (lastNoted.size > 10_000) lastNoted.clear();
  lastNoted.set(keyId, now);
  write(now);
}

async function runOf(c: CallContext): Promise<{ lane: LaneStub; runId: RunId; caller: Caller }> {
  const caller = await callerOf(c);
  const runId = c.req.param("runId") as RunId;
  const lane = await findLane(c.env, caller.endpoint.workflowId, runId);
  return lane ? { lane, runId, caller } : noSuchRun();
}

function waitMsOf(wait: string | undefined): number {
  if (wait === undefined) return 0;
  const seconds = Number(wait);
  if (wait.trim() === "" || !(seconds >= 0 && seconds <= limits.maxLongPollSec)) {
    const message = `wait must be a number of seconds from 0 to ${limits.maxLongPollSec}.`;
    throw new Refusal("validation_failed", { detail: message, errors: [{ path: "wait", code: "out_of_range", message }] });
  }
  return seconds * 1000;
}

function ownHeaders(c: CallContext): Record<string, string> {
  return { "x-request-id": c.get("requestId") };
}

function noSuchRun(): never {
  throw new Refusal("not_found", { detail: "This workflow has no run with this id." });
}
