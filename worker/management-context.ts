import type { WorkflowId } from "#flow/ids.ts";
import type { ObjectsEnv } from "#objects/env.ts";
import type { JobsProtocol } from "#objects/jobs/protocol.ts";
import type { MonitorAccess } from "./monitors.ts";
import type { RunLanes } from "./run-lanes.ts";
import type { TestLane } from "./test-lane.ts";

/** What management is given by the platform: bindings of wrangler.toml, variables and secrets. */
export interface ManagementEnv {
  readonly DB: D1Database;
  /** One object for the authorization profiles of each account, by its id. */
  readonly PROFILES: ObjectsEnv["PROFILES"];
  /** One object for the rows of each data set, by its id. */
  readonly DATASETS: ObjectsEnv["DATASETS"];
  /** One object that exports the runs of each account, by its id. */
  readonly TELEMETRY: ObjectsEnv["TELEMETRY"];
  /** Signs the session cookie; at least 32 characters. */
  readonly MILLRACE_AUTH_SECRET: string;
  /** `keyId:base64-of-32-bytes`, several separated by commas; the first one encrypts. */
  readonly MILLRACE_ENCRYPTION_KEYS: string;
  /** Where people and callers reach this installation; the address of the request where it is not set. */
  readonly MILLRACE_PUBLIC_URL?: string;
  /** "1" lets anybody sign up into an account of their own. */
  readonly MILLRACE_OPEN_SIGNUP?: string;
  /** Private hosts that callbacks may go to, separated by commas or spaces. */
  readonly MILLRACE_ALLOW_HOSTS?: string;
  /** Connects to public addresses only; the local server has it, see docs/decisions/outbound.md. */
  readonly PUBLIC_NETWORK?: Fetcher;
  /** Cloudflare's `send_email` binding. Mails go this way where it is bound. */
  readonly EMAIL?: SendEmail;
  /** The address that mails come from. Without it none is sent, and links are shown instead. */
  readonly MILLRACE_MAIL_FROM?: string;
  /** An HTTP mail API, see durable-objects/mail/http-mailer.ts, and its bearer token. */
  readonly MILLRACE_MAIL_URL?: string;
  readonly MILLRACE_MAIL_TOKEN?: string;
}

export interface ManagementContext {
  readonly env: ManagementEnv;
  /** Called after anything changed that callers of the workflow see: its name, deployment or keys. */
  changed(workflowId: WorkflowId): void | Promise<void>;
  /** Called after the endpoint is gone; cancels the runs that are under way. */
  onUndeploy(workflowId: WorkflowId): void | Promise<void>;
  /** Where runs on the canvas live. */
  readonly testLane: TestLane;
  /** Where runs of deployed versions live. */
  readonly runLanes: RunLanes;
  /** Who lists and measures them. */
  monitorOf(workflowId: WorkflowId): MonitorAccess;
  /** Who runs many of them again, or tries them with another flow. */
  jobsOf(workflowId: WorkflowId): JobsProtocol;
  /** Keeps the request alive for work that its answer does not wait for. */
  later(work: Promise<void>): void;
  now(): number;
}
