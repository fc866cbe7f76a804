/** The audit entry of a run that a caller cancelled. Loaded when it is needed: calls do not wait for the query builder. */
import type { RunId } from "#flow/ids.ts";
import { findKey } from "#store/api-keys.ts";
import { noteAudited } from "#store/audit/write.ts";
import { database } from "#store/database.ts";
import { auditOrigin } from "../http/audit-origin.ts";
import type { Env } from "../bindings/env.ts";
import type { Caller } from "./check-key.ts";

export async function noteCancel(
  env: Env,
  request: Request,
  requestId: string,
  { endpoint: { accountId, workflowId, name }, key: { id } }: Caller,
  runId: RunId,
): Promise<void> {
  const db = database(env.DB);
  const key = await findKey(db, workflowId, id);
  const actor = { kind: "key", id, name: key ? `${key.name} (${key.prefix}…)` : id } as const;
  const origin = { actor, ...auditOrigin(request, env, Date.now(), requestId) };
  const place = { accountId, workflow: { id: workflowId, name } };
  await noteAudited(db, place, origin, [{ event: "run.cancelled", subject: { id: runId, name: runId }, details: {} }]);
}
