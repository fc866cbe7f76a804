import type { Limiter } from "#objects/limiter/limiter.ts";
import type { Runner } from "#objects/runner/runner.ts";
import type { ObjectsEnv } from "#objects/env.ts";
import type { ManagementEnv } from "./management-context.ts";

/** Everything that the platform gives the Worker: bindings of wrangler.toml, variables and secrets. */
export interface Env extends ObjectsEnv, ManagementEnv {
  readonly RUNNER: DurableObjectNamespace<Runner>;
  readonly LIMITER: DurableObjectNamespace<Limiter>;
  readonly ASSETS: Fetcher;
  readonly MILLRACE_PUBLIC_URL?: string;
  readonly MILLRACE_ALLOW_HOSTS?: string;
}
