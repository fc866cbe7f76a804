import type { Limiter } from "#objects/limiter/limiter.ts";
import type { Lane } from "#objects/lane/lane.ts";
import type { AiBinding } from "#objects/ai-binding.ts";
import type { ObjectsEnv } from "#objects/env.ts";
import type { JobsProtocol } from "#objects/protocols/jobs.ts";

/** What management is given by the platform: bindings of wrangler.toml, variables and secrets. */
export interface ManagementEnv {
  readonly DB: D1Database;
  /** One object for the authorization profiles of each account, by its id. */
  readonly PROFILES: ObjectsEnv["PROFILES"];
  /** One object for the rows of each data set, by its id. */
  readonly DATASETS: ObjectsEnv["DATASETS"];
  /** One object that exports the runs of each account, by its id. */
  readonly TELEMETRY: ObjectsEnv["TELEMETRY"];
  /** One object that hashes all passwords. */
  readonly PASSWORDS: ObjectsEnv["PASSWORDS"];
  /** Signs the session cookie; at least 32 characters. */
  readonly MILLRACE_AUTH_SECRET: string;
  /** `keyId:base64-of-32-bytes`, several separated by commas; the first one encrypts. */
  readonly MILLRACE_ENCRYPTION_KEYS: string;
  /** Where people and callers reach this installation; the address of the request where it is not set. */
  readonly MILLRACE_PUBLIC_URL?: string;
  /** Made by the local server at each start; with it nothing is served before there is an owner. See readiness.ts. */
  readonly MILLRACE_START_TOKEN?: string;
  /** The header in which a proxy in front of the local server states the caller's address; none is believed without it. */
  readonly MILLRACE_CLIENT_IP_HEADER?: string;
  /** "1" lets anybody sign up into an account of their own. */
  readonly MILLRACE_OPEN_SIGNUP?: string;
  /** Private hosts that callbacks may go to, separated by commas or spaces. */
  readonly MILLRACE_ALLOW_HOSTS?: string;
  /** Connects to public addresses only; the local server has it, see docs/decisions/outbound.md. */
  readonly PUBLIC_NETWORK?: Fetcher;
  /** Connects to the hosts of MILLRACE_ALLOW_HOSTS, without the detour that the local runtime's own `fetch` takes. */
  readonly LISTED_NETWORK?: Fetcher;
  /** Workers AI, where it is bound. */
  readonly AI?: AiBinding;
  /** Cloudflare's `send_email` binding. Mails go this way where it is bound. */
  readonly EMAIL?: SendEmail;
  /** The address that mails come from. Without it none is sent, and links are shown instead. */
  readonly MILLRACE_MAIL_FROM?: string;
  /** An HTTP mail API, see durable-objects/mail/http-mailer.ts, and its bearer token. */
  readonly MILLRACE_MAIL_URL?: string;
  readonly MILLRACE_MAIL_TOKEN?: string;
}

/** Everything that the platform gives the Worker: bindings of wrangler.toml, variables and secrets. */
export interface Env extends ObjectsEnv, ManagementEnv {
  readonly RUNNER: DurableObjectNamespace<Lane>;
  readonly LIMITER: DurableObjectNamespace<Limiter>;
  /** One object for the bulk reruns and replays of each workflow, by its id. */
  readonly JOBS: DurableObjectNamespace<JobsProtocol & Rpc.DurableObjectBranded>;
  readonly ASSETS: Fetcher;
}
