import type { Limiter } from "#objects/limiter/limiter.ts";
import type { Runner } from "#objects/runner/runner.ts";
import type { ObjectsEnv } from "#objects/env.ts";
import type { JobsProtocol } from "#objects/jobs/protocol.ts";
import type { ManagementEnv } from "./management-context.ts";

/** Everything that the platform gives the Worker: bindings of wrangler.toml, variables and secrets. */
export interface Env extends ObjectsEnv, ManagementEnv {
  readonly RUNNER: DurableObjectNamespace<Runner>;
  readonly LIMITER: DurableObjectNamespace<Limiter>;
  /** One object for the bulk reruns and replays of each workflow, by its id. */
  readonly JOBS: DurableObjectNamespace<JobsProtocol & Rpc.DurableObjectBranded>;
  readonly ASSETS: Fetcher;
  readonly MILLRACE_PUBLIC_URL?: string;
  readonly MILLRACE_ALLOW_HOSTS?: string;
}
