import { Refusal } from "#flow/problems/refusal.ts";
import { variableRoutes } from "#flow/contract/variables.ts";
import type { WorkflowId } from "#flow/ids.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import { enterAgain } from "#flow/secrets/stored-secrets.ts";
import { findUses } from "#flow/check/find-uses.ts";
import { widensHosts } from "#flow/variables/variable.ts";
import { isDuplicate, type Database } from "#store/database.ts";
import { findDraft } from "#store/drafts.ts";
import { parseKeyring, UnsealError } from "#store/encryption.ts";
import { loadVersion } from "#store/endpoint.ts";
import { mapPage } from "#store/page.ts";
import { openVariable } from "#store/variable-secrets.ts";
import {
  changedRow,
  deleteVariable,
  findVariable,
  insertVariable,
  listVariables,
  newRow,
  raiseRevision,
  raiseRevisionWithin,
  updateVariable,
  type VariableRow,
  type VariableWriter,
} from "#store/variables.ts";
import { changedMeanwhile } from "../frame/changed-meanwhile.ts";
import type { Call, FoundWorkflow, HandlersOf } from "../frame/handler.ts";
import { idIn } from "../frame/paging.ts";
import { isoTime } from "../frame/times.ts";
import { withinRoom } from "./variable-room.ts";

const primaryKey = "variables.workflow_id, variables.name";
type Changing = Call<typeof variableRoutes.changeVariable>;

export const variableHandlers: HandlersOf<typeof variableRoutes> = {
  async listVariables({ db, workflowId, query }) {
    return mapPage(await listVariables(db, workflowId, { limit: query.limit, after: idIn<string>(query.cursor) }), onWire);
  },

  async createVariable(call) {
    const { db, workflowId, body, context } = call;
    const { name, value, secure, notes, hosts = null } = body;
    requireBindable(hosts, secure, value);
    const fingerprint = secure ? await call.fingerprint(value) : null;
    const event = { event: "variable.created", subject: { id: name, name }, details: { secure, fingerprint } } as const;
    const statement = insertVariable(db, await newRow({ name, value, secure, notes, hosts }, await writerOf(call)));
    await unlessTaken(name, call.audited(event, [statement, raiseRevisionWithin(db, workflowId)]));
    await context.changed(workflowId);
    return onWire(await requireVariable(db, workflowId, name));
  },

  async changeVariable(call) {
    const { db, workflowId, params, body, context } = call;
    const before = await requireVariable(db, workflowId, params.name);
    const writer = await writerOf(call);
    const value = await valueAfter(before, call, writer);
    const secure = body.secure ?? before.secure;
    const hosts = body.hosts === undefined ? (secure ? before.hosts : null) : body.hosts;
    const after = { name: body.name ?? before.name, secure, notes: body.notes ?? before.notes, hosts };
    requireBindable(hosts, secure, body.value ?? undefined);
    const what = changesOf(before, after, (body.value ?? null) !== null);
    if (what.length === 0) return onWire(before);
    const details = { what, fingerprint: secure && value !== undefined ? await call.fingerprint(value) : null };
    const event = { event: "variable.changed", subject: { id: after.name, name: after.name }, details } as const;
    const row = await changedRow(before, { ...after, ...(value === undefined ? {} : { value }) }, writer);
    const statement = updateVariable(db, workflowId, before, row);
    const raised = value === undefined ? raiseRevision(db, workflowId) : raiseRevisionWithin(db, workflowId);
    if (!(await unlessTaken(after.name, call.audited(event, [statement, raised])))) throw changedMeanwhile("the variable");
    await context.changed(workflowId);
    return onWire(await requireVariable(db, workflowId, after.name));
  },

  async deleteVariable(call) {
    const { db, workflow, workflowId, params, context } = call;
    const { name } = await requireVariable(db, workflowId, params.name);
    const usedBy = await usesOf(db, workflow, name, context.env.DB);
    const event = { event: "variable.deleted", subject: { id: name, name }, details: {} } as const;
    if (!(await call.audited(event, [deleteVariable(db, workflowId, name), raiseRevision(db, workflowId)]))) throw noSuchVariable();
    await context.changed(workflowId);
    return { usedBy };
  },
};

/**
 * The plain value to be encrypted again, or undefined if the stored value stays. A sealed value that is renamed is
 * sealed for its new name. One that becomes visible, or reaches more hosts, must be entered again.
 */
async function valueAfter(before: VariableRow, { body }: Changing, { owner, keyring }: VariableWriter): Promise<string | undefined> {
  const given = body.value ?? undefined;
  if (given !== undefined) return given;
  if (!before.secure) return body.secure ? (before.value ?? undefined) : undefined;
  if (body.secure === false) throw valueRequired("A secure value is never shown again. To turn this off, enter the value again.");
  if (body.hosts !== undefined && widensHosts(before.hosts, body.hosts))
    throw new Refusal("validation_failed", { errors: [enterAgain("variable")] });
  if (body.name === undefined || body.name === before.name || before.value === null) return undefined;
  try {
    return await openVariable(before.value, owner, before, keyring);
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error;
    throw valueRequired("The value can no longer be decrypted. Enter it again.");
  }
}

function valueRequired(message: string): Refusal {
  return new Refusal("validation_failed", { errors: [{ path: "/value", code: "value_required", message }] });
}

function requireBindable(hosts: readonly string[] | null, secure: boolean, value: string | undefined): void {
  if (hosts !== null && !secure)
    throw new Refusal("validation_failed", {
      errors: [{ path: "/hosts", code: "not_secure", message: "Only a secure variable can be bound to hosts." }],
    });
  if (secure && value === "")
    throw new Refusal("validation_failed", { errors: [{ path: "/value", code: "too_small", message: "A secure value cannot be empty." }] });
}

function changesOf(before: VariableRow, after: Pick<VariableRow, "name" | "secure" | "notes" | "hosts">, isGiven: boolean): string[] {
  return [
    ...(after.name === before.name ? [] : [`the name, before ${before.name}`]),
    ...(isGiven ? ["the value"] : []),
    ...(after.secure === before.secure ? [] : [after.secure ? "to secure" : "to not secure"]),
    ...(after.notes === before.notes ? [] : ["the notes"]),
    ...(JSON.stringify(after.hosts) === JSON.stringify(before.hosts) ? [] : ["the hosts"]),
  ];
}

/** Where the draft and the deployed flow name a variable. */
async function usesOf(db: Database, { id, deployment }: FoundWorkflow, name: string, d1: D1Database) {
  const uses = (flow: "draft" | "deployed", document: FlowDocument | undefined) =>
    document ? findUses(document, name).map((node) => ({ flow, node })) : [];
  const [draft, deployed] = await Promise.all([findDraft(db, id), deployment ? loadVersion(d1, deployment.versionId) : undefined]);
  return [...uses("deployed", deployed), ...uses("draft", draft?.flow)];
}

async function writerOf({ caller, workflowId, context }: Changing | Call<typeof variableRoutes.createVariable>): Promise<VariableWriter> {
  const owner = { accountId: caller.account.id, workflowId };
  return { owner, keyring: await parseKeyring(context.env.MILLRACE_ENCRYPTION_KEYS), userId: caller.user.id, nowMs: context.now() };
}

async function unlessTaken<Result>(name: string, change: Promise<Result>): Promise<Result> {
  try {
    return await withinRoom(change);
  } catch (error) {
    if (!isDuplicate(error, primaryKey)) throw error;
    throw new Refusal("conflict", {
      detail: `A variable named ${name} already exists.`,
      suggestion: "Change the existing variable, or choose another name.",
    });
  }
}

async function requireVariable(db: Database, workflowId: WorkflowId, name: string): Promise<VariableRow> {
  const variable = await findVariable(db, workflowId, name);
  if (!variable) throw noSuchVariable();
  return variable;
}

function noSuchVariable(): Refusal {
  return new Refusal("not_found", { detail: "The workflow has no variable with this name." });
}

function onWire({ name, secure, value, notes, hosts, createdAt, updatedAt, updatedBy }: VariableRow) {
  return {
    name,
    value: secure ? null : value,
    secure,
    hasValue: value !== null,
    notes,
    hosts: hosts && [...hosts],
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
    updatedBy: { id: updatedBy.id, name: updatedBy.name },
  };
}
