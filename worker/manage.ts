/** Management as the Worker runs it: the routes, and what their changes mean for callers and lanes. */
import { waitUntil } from "cloudflare:workers";
import type { Hono } from "hono";
import type { WorkflowId } from "#flow/ids.ts";
import { dropEndpoint } from "#objects/starting/endpoint-cache.ts";
import { lastDeploymentOf, lanesOf } from "#store/lanes.ts";
import type { Env } from "./bindings/env.ts";
import { managementApp } from "./management.ts";
import { jobsOf } from "./bindings/jobs-of.ts";
import { monitorOf } from "./bindings/monitors.ts";
import { runLanes } from "./bindings/run-lanes.ts";
import { testLane } from "./bindings/test-lane.ts";

/** The app of this isolate, and the bindings that it was made for. */
let made: { readonly env: Env; readonly app: Hono } | undefined;

/** Answers a request to `/api/…`. */
export async function manage(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
  if (made?.env !== env) made = { env, app: appFor(env) };
  return made.app.fetch(request, env, context);
}

function appFor(env: Env): Hono {
  return managementApp({
    env,
    changed: dropEndpoint,
    onUndeploy: (workflowId) => stopRuns(env, workflowId),
    testLane: testLane(env),
    runLanes: runLanes(env),
    monitorOf: (workflowId) => monitorOf(env, workflowId),
    jobsOf: (workflowId) => jobsOf(env, workflowId),
    // The platform's own function, because it knows which request is being answered.
    later: waitUntil,
    now: Date.now,
  });
}

/** Notifies every lane of the workflow, so that runs in progress end with the reason. */
async function stopRuns(env: Env, workflowId: WorkflowId): Promise<void> {
  const [deployment, lanes] = await Promise.all([lastDeploymentOf(env.DB, workflowId), lanesOf(env.DB, workflowId)]);
  if (deployment) await Promise.all(lanes.map((name) => env.RUNNER.getByName(name).undeploy(deployment)));
}
