/** Endpoint settings as they wait in the workflow's row for the next deployment. */
import { and, eq } from "drizzle-orm";
import { endpointTimeouts } from "#flow/contract/deployment.ts";
import { newSigningSecret } from "#flow/push/signing-secret.ts";
import type { AccountId, WorkflowId } from "#flow/ids.ts";
import type { Database } from "./database.ts";
import type { Keyring } from "./encryption.ts";
import { sealSigningSecret } from "./endpoint-secrets.ts";
import type { DeployedSettings } from "./endpoint.ts";
import { workflows } from "./schema.ts";

/** The initial settings of a new workflow. Its signing secret is created here, once. */
export async function firstSettings(
  owner: { readonly accountId: AccountId; readonly workflowId: WorkflowId },
  keyring: Keyring,
): Promise<DeployedSettings> {
  const signingSecret = await sealSigningSecret(newSigningSecret(crypto.getRandomValues(new Uint8Array(32))), owner, keyring);
  return {
    sync: { timeoutSec: endpointTimeouts.sync.default },
    async: {
      enabled: true,
      callbackUrl: null,
      accessToken: null,
      accessTokenVersion: 0,
      signingSecret,
      timeoutSec: endpointTimeouts.async.default,
    },
  };
}

/** Always in the same order of keys, so that equal settings are equal texts. */
export function writeSettings({ sync, async }: DeployedSettings): string {
  const { enabled, callbackUrl, accessToken, accessTokenVersion, signingSecret, timeoutSec } = async;
  return JSON.stringify({
    sync: { timeoutSec: sync.timeoutSec },
    async: { enabled, callbackUrl, accessToken, accessTokenVersion, signingSecret, timeoutSec },
  });
}

/**
 * The statement that replaces settings that still equal `before`. It changes nothing if another request changed them in
 * the meantime.
 */
export function saveSettings(db: Database, workflowId: WorkflowId, before: string, after: string, nowMs: number) {
  return db
    .update(workflows)
    .set({ endpoint: after, updatedAt: nowMs })
    .where(and(eq(workflows.id, workflowId), eq(workflows.endpoint, before)));
}
