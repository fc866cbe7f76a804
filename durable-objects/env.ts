import type { DatasetRowsProtocol } from "./protocols/datasets.ts";
import type { MonitorProtocol } from "./protocols/monitor.ts";
import type { PasswordsProtocol } from "./protocols/passwords.ts";
import type { ProfilesProtocol } from "./protocols/profiles.ts";
import type { LaneProtocol } from "./protocols/lane.ts";
import type { TelemetryProtocol } from "./protocols/telemetry.ts";
import type { AiBinding } from "./ai-binding.ts";

/** What the objects are given by the platform: bindings of wrangler.toml, variables and secrets. */
export interface ObjectsEnv {
  readonly DB: D1Database;
  /** One object for the authorization profiles of each account, by its id. */
  readonly PROFILES: DurableObjectNamespace<ProfilesProtocol & Rpc.DurableObjectBranded>;
  /** One object for the rows of each data set, by its id. */
  readonly DATASETS: DurableObjectNamespace<DatasetRowsProtocol & Rpc.DurableObjectBranded>;
  /** The lanes, by `laneName`. */
  readonly RUNNER: DurableObjectNamespace<LaneProtocol & Rpc.DurableObjectBranded>;
  /** One object for what is known of the runs of each workflow, by its id. */
  readonly MONITOR: DurableObjectNamespace<MonitorProtocol & Rpc.DurableObjectBranded>;
  /** One object that exports the runs of each account, by its id. */
  readonly TELEMETRY: DurableObjectNamespace<TelemetryProtocol & Rpc.DurableObjectBranded>;
  /** One object that hashes all passwords, named "installation". */
  readonly PASSWORDS: DurableObjectNamespace<PasswordsProtocol & Rpc.DurableObjectBranded>;
  /** Asks the process around the local runtime; only the local server has it, see scripts/server/machine.ts. */
  readonly MACHINE?: Fetcher;
  /** Hosts that outbound calls may reach although they are private, separated by commas or spaces. */
  readonly MILLRACE_ALLOW_HOSTS?: string;
  /** Where this installation is served; its host is never called by workflows. */
  readonly MILLRACE_PUBLIC_URL?: string;
  /** Connects to public addresses only; the local server has it, see docs/decisions/outbound.md. */
  readonly PUBLIC_NETWORK?: Fetcher;
  /** Connects to the hosts of MILLRACE_ALLOW_HOSTS, without the detour that the local runtime's own `fetch` takes. */
  readonly LISTED_NETWORK?: Fetcher;
  /** How alerts are mailed; see mail/choose-mailer.ts. */
  readonly EMAIL?: SendEmail;
  readonly MILLRACE_MAIL_FROM?: string;
  readonly MILLRACE_MAIL_URL?: string;
  readonly MILLRACE_MAIL_TOKEN?: string;
  /** `keyId:base64`, several separated by commas; the first one encrypts. */
  readonly MILLRACE_ENCRYPTION_KEYS: string;
  /** Workers AI, where it is bound. */
  readonly AI?: AiBinding;
}
