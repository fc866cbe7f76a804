import type { importRoutes } from "#flow/contract/import.ts";
import type { AnswerOf } from "#flow/contract/route.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import type { WorkflowId } from "#flow/ids.ts";
import { cut } from "#flow/text/cut.ts";
import { compareVariables, decideVariables } from "#flow/package/compare-variables.ts";
import { parseKeyring } from "#store/encryption.ts";
import { firstSettings, writeSettings } from "#store/endpoint-settings.ts";
import { newId } from "#store/new-id.ts";
import { writeVariables } from "#store/variables.ts";
import { newVersion } from "#store/versions.ts";
import { insertWorkflow, isNameTaken, namesLike } from "#store/workflows.ts";
import { nameKey } from "#store/name-key.ts";
import type { Call } from "../frame/handler.ts";
import { missingDependencies, plannedProblems, requireKnownNodes, storedFlow, withEndpoint } from "./import-parts.ts";
import { creationEvents, namesThatNeedValues, plannedVariables } from "./import-variables.ts";
import { readUpload, type Upload } from "./read-upload.ts";
import { onWire, reload } from "../workflows/show-workflow.ts";
import { withinRoom } from "../workflows/variable-room.ts";

type ImportCall = Call<typeof importRoutes.importWorkflow>;

/** Each failed try means that another request took the name in the meantime. */
const maxTries = 5;

/** A new workflow from the files of an export, in one batch. */
export async function importWorkflow(call: ImportCall): Promise<AnswerOf<typeof importRoutes.importWorkflow>> {
  const { db, caller, request, context, answerHeaders } = call;
  const upload = await readUpload(request, ["flow"]);
  const { package: brought } = upload;
  requireKnownNodes(brought);
  const writes = decideVariables(compareVariables([], brought.variables ?? []), {});
  const planned = plannedVariables([], writes);
  const id = await insertFree(call, upload);
  answerHeaders.set("location", `/api/workflows/${id}`);
  const missing = await missingDependencies(db, caller.viewer, brought);
  return {
    workflow: onWire(await reload(db, caller, id), request, context),
    problems: plannedProblems(brought, planned, missing),
    missing,
    needsValue: namesThatNeedValues(planned),
  };
}

/** Makes the workflow under the first name that is free. */
async function insertFree(call: ImportCall, { package: brought, name }: Upload): Promise<WorkflowId> {
  const wanted = cut(brought.app?.name ?? name ?? "Imported workflow", 100);
  for (let tries = 0; tries < maxTries; tries++) {
    const free = freeName(wanted, await namesLike(call.db, call.caller.viewer.accountId, wanted));
    try {
      return await insertNamed(call, brought, free);
    } catch (error) {
      if (!isNameTaken(error)) throw error;
    }
  }
  throw new Refusal("conflict", { detail: `A workflow named “${wanted}” already exists.` });
}

/** `Name`, else `Name (2)` and so on; a long name gives way to the number. */
function freeName(wanted: string, taken: readonly string[]): string {
  const keys = new Set(taken.map((name) => nameKey(name)));
  for (let n = 1; ; n++) {
    const ending = n === 1 ? "" : ` (${n})`;
    const name = `${cut(wanted, 100 - ending.length)}${ending}`;
    if (!keys.has(nameKey(name))) return name;
  }
}

async function insertNamed(call: ImportCall, brought: Upload["package"], name: string): Promise<WorkflowId> {
  const { db, caller, request, context } = call;
  const { app } = brought;
  const nowMs = context.now();
  const id = newId<WorkflowId>("workflow", nowMs);
  const { accountId, userId } = caller.viewer;
  const owner = { accountId, workflowId: id };
  const keyring = await parseKeyring(context.env.MILLRACE_ENCRYPTION_KEYS);
  const first = await firstSettings(owner, keyring);
  const settings = app ? withEndpoint(first, app.endpoint, request, context) : first;
  const flow = storedFlow(brought);
  const workflow = { id, name };
  const created = insertWorkflow(db, {
    id,
    accountId,
    name,
    description: app?.description ?? "",
    status: "In development",
    ownerId: userId,
    draft: flow,
    draftRevision: 1,
    endpoint: writeSettings(settings),
    createdAt: nowMs,
    updatedAt: nowMs,
  });
  const version = app?.version.createdAt
    ? await newVersion(
        db,
        { workflowId: id, name: app.version.name, description: app.version.description, flow, draftRevision: 1, createdBy: userId },
        nowMs,
        Date.parse(app.version.createdAt),
      )
    : undefined;
  const versionEvents =
    version && app
      ? ([{ event: "version.created", subject: { id: version.id, name: app.version.name }, details: { number: 1 } }] as const)
      : [];
  const writes = decideVariables(compareVariables([], brought.variables ?? []), {});
  const variables = await writeVariables(db, writes, { owner, keyring, userId, nowMs });
  const writing = call.audited(
    [{ event: "workflow.imported", subject: workflow, details: {} }, ...versionEvents, ...(await creationEvents(writes, call.fingerprint))],
    [...created, ...(version ? [version.statement] : []), ...variables],
    { workflow },
  );
  await withinRoom(writing);
  return id;
}
