/** The Worker's entry: callers' traffic directly, management loaded on demand, everything else from the assets. */
import { answerProblem, answerThrown } from "./http/answer-problem.ts";
import { callApp } from "./call/call-app.ts";
import type { Env } from "./bindings/env.ts";
import { answerHealth } from "./health/health.ts";
import { isReady, refuseUntilReady } from "./health/readiness.ts";
import { servePage } from "./serve-page.ts";

export { DatasetRows } from "#objects/datasets/dataset-rows.ts";
export { Jobs } from "#objects/jobs/jobs.ts";
export { Limiter } from "#objects/limiter/limiter.ts";
export { Monitor } from "#objects/monitor/monitor.ts";
export { Passwords } from "#objects/passwords/passwords.ts";
export { Profiles } from "#objects/profiles/profiles.ts";
/** Called Runner since the first build: the name under which lanes have their storage (wrangler.toml). */
export { Lane as Runner } from "#objects/lane/lane.ts";
export { Telemetry } from "#objects/telemetry/telemetry.ts";

const app = callApp
  .onError((thrown, c) => answerThrown(thrown, c.get("requestId")))
  .notFound((c) => answerProblem("not_found", { requestId: c.get("requestId") }));

export default {
  async fetch(request, env, context) {
    if (!isReady()) {
      const refused = await refuseUntilReady(request, env);
      if (refused) return refused;
    }
    const { url } = request;
    // The path without the cost of parsing the whole address; eight characters are past the scheme's slashes.
    const path = url.indexOf("/", 8);
    if (url.startsWith("/v1/", path)) return app.fetch(request, env, context);
    if (url.startsWith("/healthz", path)) return answerHealth(request, env);
    if (url.startsWith("/api/", path)) return (await import("./manage.ts")).manage(request, env, context);
    return servePage(request, env.ASSETS);
  },
} satisfies ExportedHandler<Env>;
