import { modelRoutes } from "#flow/contract/models.ts";
import type { AnswerOf } from "#flow/contract/route.ts";
import type { ConnectionId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import { addressIssues, addressOf, providerTitles, type ConnectionAddress } from "#flow/models/connection.ts";
import { matchesHost } from "#flow/outbound/host-rules.ts";
import { judgeAddress } from "#flow/outbound/judge-address.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import { canInAccount } from "#flow/rights/account-rights.ts";
import { enterAgain } from "#flow/secrets/stored-secrets.ts";
import { parseKeyring } from "#store/encryption.ts";
import {
  deleteConnection,
  insertConnection,
  isConnectionNameTaken,
  listConnections,
  updateConnection,
  updateConnectionTest,
  type ConnectionRow,
} from "#store/models/connections.ts";
import { sealModelKey } from "#store/models/model-key.ts";
import { newId } from "#store/new-id.ts";
import { mapPage } from "#store/page.ts";
import type { ManagementEnv } from "../../bindings/env.ts";
import { changedMeanwhile } from "../frame/changed-meanwhile.ts";
import { refuseWhileUsed, seenUses } from "../frame/flow-uses.ts";
import type { AccountCaller, HandlersOf } from "../frame/handler.ts";
import { policyOf } from "../frame/outbound-policy.ts";
import { positionIn } from "../frame/paging.ts";
import { isoTime } from "../frame/times.ts";
import { unlessNameTaken } from "../frame/unless-name-taken.ts";
import { requireConnection } from "./connection-access.ts";

export const modelHandlers: HandlersOf<typeof modelRoutes> = {
  async listModels({ db, caller, query }) {
    const after = positionIn(
      query.cursor,
      (position): position is readonly [string, string] => position.length === 2 && position.every((part) => typeof part === "string"),
    );
    const page = await listConnections(db, caller.account.id, { search: query.search, limit: query.limit, after });
    return mapPage(page, (row) => onWire(row, caller));
  },

  async createModel(call) {
    const { db, caller, body, context, request } = call;
    const nowMs = context.now();
    const key = body.apiKey || null;
    const settings = {
      name: body.name,
      provider: body.provider,
      baseUrl: body.baseUrl ?? null,
      gateway: body.gateway ?? null,
      currency: body.currency ?? "USD",
      models: body.models ?? [],
    };
    requireAddress(settings, key !== null, context.env, request);
    const place = { accountId: caller.account.id, id: newId<ConnectionId>("connection", nowMs) };
    const sealed = key === null ? null : await sealModelKey(key, place, 1, await parseKeyring(context.env.MILLRACE_ENCRYPTION_KEYS));
    const row = { ...place, ...settings, key: sealed, createdBy: caller.user.id, createdAt: nowMs };
    const details = { provider: providerTitles[body.provider], fingerprint: key === null ? null : await call.fingerprint(key) };
    const event = { event: "model.created", subject: row, details } as const;
    if (!(await unlessConnectionNamed(call.audited(event, [insertConnection(db, row, limits.maxConnections)]))))
      throw new Refusal("conflict", {
        detail: `An account can have at most ${limits.maxConnections} model connections.`,
        suggestion: "Delete a connection that is not used any more.",
      });
    return onWire(await requireConnection(db, caller, place.id), caller);
  },

  async getModel({ db, caller, params }) {
    const row = await requireConnection(db, caller, params.connectionId);
    const { shown, total } = await seenUses(db, caller, { setting: "connection", id: row.id });
    return { ...onWire(row, caller), usedBy: { workflows: [...shown], hidden: total - shown.length } };
  },

  async updateModel(call) {
    const { db, caller, params, body, context, request } = call;
    const before = await requireConnection(db, caller, params.connectionId);
    const after = {
      name: body.name ?? before.name,
      provider: body.provider ?? before.provider,
      baseUrl: body.baseUrl === undefined ? before.baseUrl : body.baseUrl,
      gateway: body.gateway === undefined ? before.gateway : body.gateway,
      currency: body.currency ?? before.currency,
      models: body.models ?? before.models,
    };
    const key = body.apiKey === undefined ? undefined : body.apiKey || null;
    requireAddress(after, key === undefined ? before.hasKey : key !== null, context.env, request);
    if (key === undefined && before.hasKey && (addressOf(after) !== addressOf(before) || after.provider !== before.provider))
      throw new Refusal("validation_failed", { errors: [enterAgain("modelKey")] });
    const isOther = (name: "provider" | "baseUrl" | "currency" | "gateway" | "models" | "name") =>
      JSON.stringify(after[name]) !== JSON.stringify(before[name]);
    const what = [
      ...(isOther("name") ? ["name"] : []),
      ...(isOther("provider") ? ["provider"] : []),
      ...(isOther("baseUrl") ? ["base URL"] : []),
      ...(isOther("gateway") ? ["gateway"] : []),
      ...(key === undefined || (key === null && !before.hasKey) ? [] : ["API key"]),
      ...(isOther("currency") ? ["currency"] : []),
      ...(isOther("models") ? ["models"] : []),
    ];
    if (what.length === 0) return onWire(before, caller);
    const sealed = key
      ? await sealModelKey(key, before, before.keyVersion + 1, await parseKeyring(context.env.MILLRACE_ENCRYPTION_KEYS))
      : key;
    const details = { what, fingerprint: key ? await call.fingerprint(key) : null };
    const done = await unlessConnectionNamed(
      call.audited({ event: "model.changed", subject: { id: before.id, name: after.name }, details }, [
        updateConnection(db, before, { ...after, key: sealed }, context.now()),
      ]),
    );
    if (!done) throw changedMeanwhile("the connection");
    return onWire(await requireConnection(db, caller, before.id), caller);
  },

  async deleteModel(call) {
    const { db, caller, params } = call;
    const connection = await requireConnection(db, caller, params.connectionId);
    if (await call.audited({ event: "model.deleted", subject: connection, details: {} }, [deleteConnection(db, connection)])) return;
    await refuseWhileUsed(db, caller, { setting: "connection", id: connection.id }, "connection");
    throw new Refusal("not_found", { detail: "The connection was deleted in the meantime." });
  },

  async testModel(call) {
    const { db, caller, params, body, context } = call;
    const connection = await requireConnection(db, caller, params.connectionId);
    const model = body?.model ?? connection.models[0]?.name;
    if (model === undefined)
      throw new Refusal("validation_failed", {
        errors: [{ path: "/model", code: "required", message: "Add a model to the connection, or name one to test with." }],
      });
    const nowMs = context.now();
    const { testConnection } = await import("#objects/models/test-connection.ts");
    const { ok, message } = await testConnection(context.env, connection, model);
    await call.audited({ event: "model.tested", subject: connection, details: { ok } }, [
      updateConnectionTest(db, connection, ok, message, nowMs),
    ]);
    return { ok, message, at: isoTime(nowMs) };
  },

  async listAvailableModels({ db, caller, params, context }) {
    const connection = await requireConnection(db, caller, params.connectionId);
    const { listAvailable } = await import("#objects/models/list-available.ts");
    const listed = await listAvailable(context.env, connection);
    if (!listed.ok) throw new Refusal("conflict", { detail: listed.message, suggestion: listed.suggestion });
    return { items: listed.models, nextCursor: null };
  },
};

/** Throws a Refusal for an address that is incomplete, or that may not be called. */
function requireAddress(address: ConnectionAddress, hasKey: boolean, env: ManagementEnv, request: Request): void {
  const errors = addressIssues(address, hasKey);
  if (errors.length > 0) throw new Refusal("validation_failed", { errors });
  if (address.baseUrl === null) return;
  const policy = policyOf(env, request);
  const refuse = (code: string, message: string) => {
    throw new Refusal("validation_failed", { errors: [{ path: "/baseUrl", code, message }] });
  };
  const url = new URL(address.baseUrl);
  // A key in the open is a key given away. The installation's own list is the exception, as everywhere.
  if (url.protocol !== "https:" && !matchesHost(url, policy.allowHosts)) refuse("not_https", "The URL must start with https://.");
  const verdict = judgeAddress(address.baseUrl, policy);
  if (!verdict.ok) refuse(verdict.code, `${verdict.message} ${verdict.suggestion}`);
}

function unlessConnectionNamed<Result>(writing: Promise<Result>): Promise<Result> {
  return unlessNameTaken(writing, isConnectionNameTaken, "A model connection with this name already exists.");
}

function onWire(row: ConnectionRow, { account }: AccountCaller): AnswerOf<typeof modelRoutes.createModel> {
  const { id, name, provider, baseUrl, gateway, hasKey, currency, models, testOk, testMessage, testAt, createdBy } = row;
  return {
    id,
    name,
    provider,
    baseUrl,
    gateway,
    hasKey,
    currency,
    models: [...models],
    lastTest: testAt === null ? null : { ok: testOk === true, message: testMessage ?? "", at: isoTime(testAt) },
    mayChange: canInAccount(account.role, "models.manage"),
    createdBy: { id: createdBy.id, name: createdBy.name },
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
  };
}
