/** What the runs of this isolate may touch outside of themselves: the network through its one guarded way, and scripts. */
import type { ObjectsEnv } from "../env.ts";
import { createHttp } from "../outbound/create-http.ts";
import { outboundOf } from "../outbound/outbound-of.ts";
import { authorizeHttp } from "../profiles/authorize-http.ts";
import { createScriptEngine } from "../scripts/script-engine.ts";
import type { RunWorld } from "../run/run-world.ts";
import { callAt } from "./clock.ts";

/** One for all lanes of the isolate: its instances of the sandbox are shared, and none exists before the first script. */
const scripts = createScriptEngine();

/** The node's deadline ends a call; this is only the net below it. */
const graceMs = 1000;
const longestCallMs = 600_000;

/** What the runs of a lane may touch, and what its pushes go through. */
export function worldOf(env: ObjectsEnv) {
  const { policy, networks } = outboundOf(env);
  const authorize = authorizeHttp(env);
  const http: RunWorld["http"] = (request, { workflowId, asDeployed, deadlineAt, ...options }) => {
    const timeoutMs = deadlineAt === null ? longestCallMs : Math.max(0, deadlineAt - Date.now()) + graceMs;
    return authorize(request, { workflowId, asDeployed }, createHttp(policy, { ...options, timeoutMs, networks }));
  };
  const script: RunWorld["script"] = (request, stop, share) => scripts.run(request, stop, share);
  const runs: RunWorld = { at: callAt, http, script };
  return { policy, networks, runs };
}
