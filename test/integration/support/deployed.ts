/** Puts a deployed workflow with a key into D1, without the management API in between. */
import { resolveFlow } from "#flow/resolved/resolved-flow.ts";
import { applyD1Migrations, type D1Migration } from "cloudflare:test";
import { env as bindings } from "cloudflare:workers";
import type { AccountId, WorkflowId } from "#flow/ids.ts";
import { newSecretToken } from "#flow/keys/secret-token.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import { newSigningSecret } from "#flow/push/signing-secret.ts";
import { sealAccessToken, sealSigningSecret } from "#store/endpoint-secrets.ts";
import { parseKeyring } from "#store/encryption.ts";
import type { DeployedSettings } from "#store/endpoint.ts";
import { hashSecret } from "#store/hash-secret.ts";
import type { Env } from "#worker/bindings/env.ts";

export const env = bindings as unknown as Env & { MIGRATIONS: D1Migration[] };

export interface Deployed {
  readonly workflowId: WorkflowId;
  readonly key: string;
  readonly signingSecret: string;
  /** Deploys another flow of the same workflow. */
  redeploy(document: FlowDocument): Promise<void>;
}

interface Settings {
  readonly syncTimeoutSec?: number;
  readonly asyncTimeoutSec?: number | null;
  readonly callbackUrl?: string;
  readonly ratePerMinute?: number;
  readonly expiresAt?: number;
  /** False as on builds that froze no defaults. */
  readonly isFrozen?: boolean;
}

let counter = 0;

export async function deployed(document: FlowDocument, settings: Settings = {}): Promise<Deployed> {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  const n = ++counter;
  const owner = { accountId: `acc_${n}` as AccountId, workflowId: `wf_${crypto.randomUUID()}` as WorkflowId };
  const user = `usr_${crypto.randomUUID()}`;
  const keyring = await parseKeyring(env.MILLRACE_ENCRYPTION_KEYS);
  const signingSecret = newSigningSecret(crypto.getRandomValues(new Uint8Array(32)));
  const frozen: DeployedSettings = {
    sync: { timeoutSec: settings.syncTimeoutSec ?? 60 },
    async: {
      enabled: settings.callbackUrl !== undefined,
      callbackUrl: settings.callbackUrl ?? null,
      accessToken: await sealAccessToken("receiver token", owner, 1, keyring),
      accessTokenVersion: 1,
      signingSecret: await sealSigningSecret(signingSecret, owner, keyring),
      timeoutSec: settings.asyncTimeoutSec === undefined ? 60 : settings.asyncTimeoutSec,
    },
  };
  const key = newSecretToken("live", (count) => crypto.getRandomValues(new Uint8Array(count)));
  const hash = await hashSecret(key);
  await insert("users", { id: user, name: "Test", email: `${user}@example.com`, created_at: 0, updated_at: 0 });
  await insert("accounts", { id: owner.accountId, name: "Test", created_at: 0 }, "OR IGNORE");
  await insert("workflows", {
    id: owner.workflowId,
    account_id: owner.accountId,
    name: `Flow ${n}`,
    name_key: owner.workflowId,
    description: "",
    status: "Deployed",
    owner_id: user,
    draft: JSON.stringify(document),
    draft_revision: 1,
    endpoint: JSON.stringify(frozen),
    created_at: 0,
    updated_at: 0,
  });
  await insert("api_keys", {
    id: `key_${crypto.randomUUID()}`,
    workflow_id: owner.workflowId,
    hash,
    prefix: "mr_live",
    last4: "0000",
    name: "test",
    created_by: user,
    created_at: 0,
    rate_per_minute: settings.ratePerMinute ?? null,
    expires_at: settings.expiresAt ?? null,
  });
  let version = 0;
  const deploy = async (flow: FlowDocument): Promise<void> => {
    const versionId = `ver_${crypto.randomUUID()}`;
    const deploymentId = `dep_${crypto.randomUUID()}`;
    await insert("versions", {
      id: versionId,
      workflow_id: owner.workflowId,
      number: ++version,
      name: "v",
      description: "",
      flow: JSON.stringify(flow),
      draft_revision: version,
      created_by: user,
      created_at: version,
    });
    await insert("deployments", {
      id: deploymentId,
      workflow_id: owner.workflowId,
      version_id: versionId,
      settings: JSON.stringify(frozen),
      plan: settings.isFrozen === false ? null : JSON.stringify(resolveFlow(flow)),
      created_by: user,
      created_at: version,
    });
    await env.DB.prepare("UPDATE workflows SET deployment_id = ? WHERE id = ?").bind(deploymentId, owner.workflowId).run();
  };
  await deploy(document);
  return { workflowId: owner.workflowId, key, signingSecret, redeploy: deploy };
}

async function insert(table: string, row: Record<string, string | number | null>, or = ""): Promise<void> {
  const columns = Object.keys(row);
  await env.DB.prepare(`INSERT ${or} INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`)
    .bind(...Object.values(row))
    .run();
}
