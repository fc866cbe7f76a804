import { Refusal } from "#flow/problems/refusal.ts";
import type { AnswerOf } from "#flow/contract/route.ts";
import { telemetryRoutes } from "#flow/contract/telemetry.ts";
import { judgeAddress } from "#flow/outbound/judge-address.ts";
import { checkHeaders } from "#flow/outbound/request-head.ts";
import { enterAgain } from "#flow/secrets/stored-secrets.ts";
import { parseKeyring } from "#store/encryption.ts";
import { findTelemetry, saveTelemetry, workflowsAmong, type TelemetryRow } from "#store/telemetry/settings.ts";
import { sealHeaders } from "#store/telemetry/telemetry-secrets.ts";
import { policyOf } from "../frame/outbound-policy.ts";
import { changedMeanwhile } from "../frame/changed-meanwhile.ts";
import type { Call, HandlersOf } from "../frame/handler.ts";
import { isoTime, isoTimeOrNull } from "../frame/times.ts";

type Anywhere = Pick<Call<typeof telemetryRoutes.getTelemetry>, "db" | "caller" | "context">;

export const telemetryHandlers: HandlersOf<typeof telemetryRoutes> = {
  getTelemetry: show,

  async putTelemetry(call) {
    const { db, caller, body, context } = call;
    const accountId = caller.account.id;
    const before = await findTelemetry(db, accountId);
    const endpoint = body.endpoint ?? before?.endpoint;
    if (endpoint === undefined) throw invalid("/endpoint", "required", "Enter the receiver's URL.");
    if (body.endpoint !== undefined) judgeReceiver(body.endpoint, call);
    const isElsewhere = before !== undefined && new URL(before.endpoint).origin !== new URL(endpoint).origin;
    if (isElsewhere && before.headers !== null && body.headers === undefined)
      throw new Refusal("validation_failed", { errors: [enterAgain("telemetryHeaders")] });
    const workflows = body.workflows === undefined ? (before?.workflows ?? null) : await knownWorkflows(call, body.workflows);
    const after = {
      enabled: body.enabled ?? before?.enabled ?? false,
      endpoint,
      workflows,
      ratio: body.ratio ?? before?.ratio ?? 1,
      includeValues: body.includeValues ?? before?.includeValues ?? false,
    };
    const what = changesOf(before, after, body.headers !== undefined);
    if (what.length === 0) return show(call);
    const row = {
      ...after,
      ...(await headersAfter(before, call)),
      accountId,
      updatedAt: context.now(),
      updatedBy: caller.user.id,
    };
    const details = {
      what,
      enabled: after.enabled,
      // Addresses can carry secrets in their path and query.
      receiver: new URL(endpoint).origin,
      fingerprint: await call.fingerprint(`${endpoint}\n${JSON.stringify(body.headers ?? null)}`),
    };
    const subject = { id: accountId, name: caller.account.name };
    if (!(await call.audited({ event: "telemetry.changed", subject, details }, [saveTelemetry(db, before?.revision ?? 0, row)])))
      throw changedMeanwhile("the export");
    await context.env.TELEMETRY.getByName(accountId).settingsChanged(accountId);
    return show(call);
  },

  async testTelemetry(call) {
    const { caller, context } = call;
    const accountId = caller.account.id;
    const { ok, message, traceId } = await context.env.TELEMETRY.getByName(accountId).sendTest(accountId);
    const subject = { id: accountId, name: caller.account.name };
    await call.noted({ event: "telemetry.tested", subject, details: { ok } });
    return { ok, message, traceId };
  },
};

async function show({ db, caller, context }: Anywhere): Promise<AnswerOf<typeof telemetryRoutes.getTelemetry>> {
  const accountId = caller.account.id;
  const [row, status] = await Promise.all([findTelemetry(db, accountId), context.env.TELEMETRY.getByName(accountId).status()]);
  return {
    enabled: row?.enabled ?? false,
    endpoint: row?.endpoint ?? "",
    headers: [...(row?.headerNames ?? [])],
    workflows: row?.workflows ? await workflowsAmong(db, accountId, row.workflows) : null,
    ratio: row?.ratio ?? 1,
    includeValues: row?.includeValues ?? false,
    revision: row?.revision ?? 0,
    updatedAt: isoTimeOrNull(row?.updatedAt ?? null),
    updatedBy: row ? { id: row.updatedBy, name: row.updatedByName ?? "Former member" } : null,
    status: {
      pending: status.pending,
      sent: status.sent,
      dropped: status.dropped,
      lastDroppedAt: isoTimeOrNull(status.lastDroppedAt),
      lastSentAt: isoTimeOrNull(status.lastSentAt),
      lastError: status.lastError,
      lastErrorAt: isoTimeOrNull(status.lastErrorAt),
      nextAttemptAt: status.nextAttemptAt === null ? null : isoTime(status.nextAttemptAt),
    },
  };
}

type PutCall = Call<typeof telemetryRoutes.putTelemetry>;

async function headersAfter(before: TelemetryRow | undefined, { caller, body, context }: PutCall) {
  const version = before?.headersVersion ?? 0;
  if (body.headers === undefined)
    return { headers: before?.headers ?? null, headerNames: before?.headerNames ?? [], headersVersion: version };
  // As they are sent: connection headers are left out, and the content's type is ours to say.
  const headers = checkHeaders(body.headers.map(({ name, value }) => [name, value] as const)).filter(([name]) => name !== "content-type");
  const headerNames = headers.map(([name]) => name);
  if (headers.length === 0) return { headers: null, headerNames, headersVersion: version + 1 };
  const keyring = await parseKeyring(context.env.MILLRACE_ENCRYPTION_KEYS);
  return { headers: await sealHeaders(headers, caller.account.id, version + 1, keyring), headerNames, headersVersion: version + 1 };
}

/** Ids of the account's workflows; one that is not is refused as one that is not there. */
async function knownWorkflows({ db, caller }: PutCall, ids: readonly string[] | null): Promise<TelemetryRow["workflows"]> {
  if (ids === null) return null;
  const known = await workflowsAmong(db, caller.account.id, ids);
  const missing = ids.findIndex((id) => !known.some((workflow) => workflow.id === id));
  if (missing >= 0) throw invalid(`/workflows/${missing}`, "unknown", "The account has no workflow with this id.");
  return known.map(({ id }) => id);
}

function judgeReceiver(endpoint: string, { context: { env }, request }: PutCall): void {
  const verdict = judgeAddress(endpoint, policyOf(env, request));
  if (!verdict.ok) throw invalid("/endpoint", verdict.code, `${verdict.message} ${verdict.suggestion}`);
}

function changesOf(
  before: TelemetryRow | undefined,
  after: Pick<TelemetryRow, "enabled" | "endpoint" | "workflows" | "ratio" | "includeValues">,
  hasHeaders: boolean,
): string[] {
  const isOther = (name: keyof typeof after) => JSON.stringify(before?.[name]) !== JSON.stringify(after[name]);
  const labels = {
    enabled: "on or off",
    endpoint: "receiver",
    workflows: "workflows",
    ratio: "sampling rate",
    includeValues: "values",
  } as const;
  // Every key of the table is one of `after`.
  const names = (Object.keys(labels) as (keyof typeof labels)[]).filter(isOther).map((name) => labels[name]);
  return hasHeaders ? [...names, "headers"] : names;
}

function invalid(path: string, code: string, message: string): Refusal {
  return new Refusal("validation_failed", { errors: [{ path, code, message }] });
}
