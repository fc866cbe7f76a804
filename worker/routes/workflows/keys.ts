import { keyRoutes } from "#flow/contract/keys.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import type { KeyId } from "#flow/ids.ts";
import { newSecretToken, shownOf } from "#flow/keys/secret-token.ts";
import { limits } from "#flow/limits.ts";
import { findKey, insertKey, listKeys, revokeKey, type KeyRow } from "#store/api-keys.ts";
import { hashSecret } from "#store/hash-secret.ts";
import { newId } from "#store/new-id.ts";
import { mapPage } from "#store/page.ts";
import type { HandlersOf } from "../frame/handler.ts";
import { futureOrNever } from "../frame/moments.ts";
import { idIn } from "../frame/paging.ts";
import { secureBytes } from "../frame/secure-bytes.ts";
import { isoTime, isoTimeOrNull } from "../frame/times.ts";

export const keyHandlers: HandlersOf<typeof keyRoutes> = {
  async listKeys({ db, workflowId, query }) {
    return mapPage(await listKeys(db, workflowId, { limit: query.limit, after: idIn(query.cursor) }), onWire);
  },

  async createKey(call) {
    const { db, workflowId, body, caller, context } = call;
    const nowMs = context.now();
    const key = newSecretToken("live", secureBytes);
    const row = {
      id: newId<KeyId>("key", nowMs),
      name: body.name,
      ...shownOf(key),
      createdAt: nowMs,
      lastUsedAt: null,
      expiresAt: futureOrNever(body.expiresAt, nowMs),
      ratePerMinute: body.ratePerMinute ?? null,
    };
    const { prefix, expiresAt, ratePerMinute } = row;
    const made = await call.audited({ event: "key.created", subject: row, details: { prefix, expiresAt, ratePerMinute } }, [
      insertKey(db, { ...row, workflowId, hash: await hashSecret(key), createdBy: caller.user.id }, limits.maxKeys),
    ]);
    if (!made)
      throw new Refusal("conflict", {
        detail: `A workflow can have at most ${limits.maxKeys} keys.`,
        suggestion: "Revoke a key that is no longer used.",
      });
    await context.changed(workflowId);
    return { ...onWire({ ...row, createdBy: caller.user }), key };
  },

  async revokeKey(call) {
    const { db, workflowId, params, context } = call;
    // A text that is not a key id is in no row.
    const id = params.keyId as KeyId;
    const key = await findKey(db, workflowId, id);
    const revoked =
      key &&
      (await call.audited({ event: "key.revoked", subject: { id, name: key.name }, details: { prefix: key.prefix } }, [
        revokeKey(db, workflowId, id, context.now()),
      ]));
    if (!revoked) throw new Refusal("not_found", { detail: "The workflow has no key with this id." });
    await context.changed(workflowId);
  },
};

function onWire({ id, name, prefix, last4, createdBy, createdAt, lastUsedAt, expiresAt, ratePerMinute }: KeyRow) {
  return {
    id,
    name,
    prefix,
    last4,
    createdBy: { id: createdBy.id, name: createdBy.name },
    createdAt: isoTime(createdAt),
    lastUsedAt: isoTimeOrNull(lastUsedAt),
    expiresAt: isoTimeOrNull(expiresAt),
    ratePerMinute,
  };
}
