/**
 * What a call needs to know of a workflow, in one D1 round trip. Callers wait for this in a cold isolate, so it is
 * written on D1's own API: the query builder would have to be loaded and evaluated first.
 */
import type { AccountId, DeploymentId, KeyId, VersionId, WorkflowId } from "#flow/ids.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import type { ResolvedFlow } from "#flow/resolved/resolved-flow.ts";

/** Endpoint settings as a deployment freezes them. Sealed texts are opened by `store/endpoint-secrets.ts`. */
export interface DeployedSettings {
  readonly sync: { readonly timeoutSec: number };
  readonly async: {
    readonly enabled: boolean;
    readonly callbackUrl: string | null;
    /** Sealed. The bearer token that a push carries. */
    readonly accessToken: string | null;
    /** Counts how often the access token was set; part of what it is sealed with. */
    readonly accessTokenVersion: number;
    /** Sealed. Signs pushes as Standard Webhooks says; made by the server. */
    readonly signingSecret: string;
    readonly timeoutSec: number | null;
  };
}

export interface EndpointKey {
  readonly id: KeyId;
  readonly name: string;
  /** SHA-256 in hexadecimal of the whole key. */
  readonly hash: string;
  readonly expiresAt: number | null;
  readonly ratePerMinute: number | null;
}

export interface Deployment {
  readonly id: DeploymentId;
  readonly versionId: VersionId;
  readonly settings: DeployedSettings;
}

export interface Endpoint {
  readonly workflowId: WorkflowId;
  readonly accountId: AccountId;
  readonly name: string;
  readonly deployment: Deployment | null;
  /** The revision of the workflow's variables; 0 where there were never any. */
  readonly variables: number;
  /** The keys that were not revoked; some may have expired. */
  readonly keys: readonly EndpointKey[];
}

interface EndpointRow {
  readonly accountId: AccountId;
  readonly name: string;
  readonly deploymentId: DeploymentId | null;
  readonly versionId: VersionId | null;
  readonly settings: string | null;
  readonly variables: number;
  readonly keys: string;
}

const endpointSql = `
SELECT w.account_id AS accountId, w.name AS name, d.id AS deploymentId, d.version_id AS versionId, d.settings AS settings,
  coalesce((SELECT r.revision FROM variable_revisions r WHERE r.workflow_id = w.id), 0) AS variables,
  (SELECT json_group_array(json_object('id', k.id, 'name', k.name, 'hash', k.hash, 'expiresAt', k.expires_at, 'ratePerMinute', k.rate_per_minute))
   FROM api_keys k WHERE k.workflow_id = w.id AND k.revoked_at IS NULL) AS keys
FROM workflows w LEFT JOIN deployments d ON d.id = w.deployment_id
WHERE w.id = ?`;

/** Everything a call needs, or undefined where there is no such workflow. One statement. */
export async function loadEndpoint(db: D1Database, workflowId: WorkflowId): Promise<Endpoint | undefined> {
  const row = await db.prepare(endpointSql).bind(workflowId).first<EndpointRow>();
  if (!row) return undefined;
  const { accountId, name, deploymentId, versionId, settings, variables } = row;
  return {
    workflowId,
    accountId,
    name,
    deployment: deploymentId && versionId && settings ? { id: deploymentId, versionId, settings: readSettings(settings) } : null,
    variables,
    // Written by the statement above.
    keys: JSON.parse(row.keys) as EndpointKey[],
  };
}

/** The flow of a version. A version never changes, so the answer may be kept for ever. */
export async function loadVersion(db: D1Database, versionId: VersionId): Promise<FlowDocument | undefined> {
  const flow = await db.prepare("SELECT flow FROM versions WHERE id = ?").bind(versionId).first<string>("flow");
  // Only documents that the schema accepted are stored.
  return flow === null ? undefined : (JSON.parse(flow) as FlowDocument);
}

/** What names the flow that a run runs: its version, as a deployment froze it. */
export interface PlanRef {
  readonly versionId: VersionId;
  readonly deploymentId: DeploymentId;
}

/**
 * The flow of a version as a deployment of it froze it; as it was drawn where the deployment froze none or is another
 * version's, as for runs of older builds. Neither ever changes, so the answer may be kept for ever.
 */
export async function loadPlan(db: D1Database, { versionId, deploymentId }: PlanRef): Promise<ResolvedFlow | FlowDocument | undefined> {
  const text = await db
    .prepare(
      `SELECT coalesce(d.plan, v.flow) AS plan FROM versions v LEFT JOIN deployments d ON d.id = ?1 AND d.version_id = v.id
       WHERE v.id = ?2`,
    )
    .bind(deploymentId, versionId)
    .first<string>("plan");
  // Only what deploying wrote.
  return text === null ? undefined : (JSON.parse(text) as ResolvedFlow | FlowDocument);
}

/** The last deployment of a version; undefined where it was never deployed. */
export async function lastDeploymentOf(db: D1Database, versionId: VersionId): Promise<DeploymentId | undefined> {
  const id = await db
    .prepare(
      `SELECT id FROM deployments WHERE workflow_id = (SELECT workflow_id FROM versions WHERE id = ?1) AND version_id = ?1
       ORDER BY created_at DESC, id DESC LIMIT 1`,
    )
    .bind(versionId)
    .first<DeploymentId>("id");
  return id ?? undefined;
}

/** A deployment, also one that another has replaced since: runs in flight still belong to it. */
export async function loadDeployment(
  db: D1Database,
  deploymentId: DeploymentId,
): Promise<(Deployment & { readonly workflowId: WorkflowId; readonly accountId: AccountId }) | undefined> {
  const row = await db
    .prepare(
      `SELECT d.version_id AS versionId, d.settings AS settings, w.id AS workflowId, w.account_id AS accountId
       FROM deployments d JOIN workflows w ON w.id = d.workflow_id WHERE d.id = ?`,
    )
    .bind(deploymentId)
    .first<{ versionId: VersionId; settings: string; workflowId: WorkflowId; accountId: AccountId }>();
  return row ? { ...row, id: deploymentId, settings: readSettings(row.settings) } : undefined;
}

/** The workflow that a key belongs to, by the key's hash; undefined for one that was revoked or never given out. */
export async function workflowOfKey(db: D1Database, hash: string): Promise<WorkflowId | undefined> {
  return (
    (await db.prepare("SELECT workflow_id AS id FROM api_keys WHERE hash = ? AND revoked_at IS NULL").bind(hash).first<WorkflowId>("id")) ??
    undefined
  );
}

/** Notes that a key was used, at most once a minute. */
export async function touchKey(db: D1Database, keyId: KeyId, atMs: number): Promise<void> {
  await db
    .prepare("UPDATE api_keys SET last_used_at = ?1 WHERE id = ?2 AND (last_used_at IS NULL OR last_used_at <= ?1 - 60000)")
    .bind(atMs, keyId)
    .run();
}

/** Settings from their stored text; only `writeSettings` of store/endpoint-settings.ts writes it. */
export function readSettings(text: string): DeployedSettings {
  return JSON.parse(text) as DeployedSettings;
}
