import type { DatasetRowsProtocol } from "./datasets/protocol.ts";
import type { ProfilesProtocol } from "./profiles/protocol.ts";

/** What the objects are given by the platform: bindings of wrangler.toml, variables and secrets. */
export interface ObjectsEnv {
  readonly DB: D1Database;
  /** One object for the authorization profiles of each account, by its id. */
  readonly PROFILES: DurableObjectNamespace<ProfilesProtocol & Rpc.DurableObjectBranded>;
  /** One object for the rows of each data set, by its id. */
  readonly DATASETS: DurableObjectNamespace<DatasetRowsProtocol & Rpc.DurableObjectBranded>;
  /** Hosts that outbound calls may reach although they are private, separated by commas or spaces. */
  readonly MILLRACE_ALLOW_HOSTS?: string;
  /** Where this installation is served; its host is never called by workflows. */
  readonly MILLRACE_PUBLIC_URL?: string;
  /** Connects to public addresses only; the local server has it, see docs/decisions/outbound.md. */
  readonly PUBLIC_NETWORK?: Fetcher;
  /** `keyId:base64`, several separated by commas; the first one encrypts. */
  readonly MILLRACE_ENCRYPTION_KEYS: string;
}
