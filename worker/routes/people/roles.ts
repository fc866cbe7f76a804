import type { AnswerOf } from "#flow/contract/route.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import { roleRoutes } from "#flow/contract/roles.ts";
import type { AccountId, RoleId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import { workflowRoles, type WorkflowRole } from "#flow/rights/roles.ts";
import { capabilitiesOf, completeCapabilities, type WorkflowCapability } from "#flow/rights/workflow-rights.ts";
import type { Database } from "#store/database.ts";
import { newId } from "#store/new-id.ts";
import { mapPage } from "#store/page.ts";
import { builtInOf, deleteRole, findCustomRole, insertRole, isRoleNameTaken, listRoles, updateRole, type RoleRow } from "#store/roles.ts";
import { changedMeanwhile } from "../frame/changed-meanwhile.ts";
import type { Call, HandlersOf } from "../frame/handler.ts";
import { idIn } from "../frame/paging.ts";
import { isoTime } from "../frame/times.ts";
import { unlessNameTaken } from "../frame/unless-name-taken.ts";

type RoleOnWire = AnswerOf<typeof roleRoutes.getRole>;

export const roleHandlers: HandlersOf<typeof roleRoutes> = {
  async listRoles({ db, caller, query }) {
    const page = await listRoles(db, caller.account.id, { limit: query.limit, after: idIn(query.cursor) });
    return { ...mapPage(page, onWire), builtIn: workflowRoles.map(builtInOnWire) };
  },

  async getRole({ db, caller, params }) {
    const builtIn = builtInOf(params.roleId);
    return builtIn ? builtInOnWire(builtIn) : onWire(await requireCustom(db, caller.account.id, params.roleId));
  },

  async createRole(call) {
    const row = newRole(call, call.body);
    const details = { permissions: [...row.capabilities] };
    return made(row, call.audited({ event: "role.created", subject: row, details }, [insertRole(call.db, row, limits.maxRoles)]));
  },

  async duplicateRole(call) {
    const { db, caller, params, body } = call;
    const builtIn = builtInOf(params.roleId);
    const from = builtIn
      ? { name: builtIn, description: "", capabilities: capabilitiesOf(builtIn) }
      : await requireCustom(db, caller.account.id, params.roleId);
    const { description, capabilities } = from;
    const row = newRole(call, { name: body?.name ?? `Copy of ${from.name}`.slice(0, 60), description, capabilities });
    const details = { from: from.name, permissions: [...row.capabilities] };
    return made(row, call.audited({ event: "role.duplicated", subject: row, details }, [insertRole(db, row, limits.maxRoles)]));
  },

  async updateRole(call) {
    const { db, caller, params, body, context } = call;
    const before = await requireCustom(db, caller.account.id, params.roleId);
    const { name = before.name, description = before.description } = body;
    if (name !== before.name) refuseBuiltInName(name);
    const capabilities = body.capabilities ? completeCapabilities(body.capabilities) : before.capabilities;
    const added = capabilities.filter((one) => !before.capabilities.includes(one));
    const removed = before.capabilities.filter((one) => !capabilities.includes(one));
    const subject = { id: before.id, name };
    const renamed = { event: "role.renamed", subject, details: { before: before.name } } as const;
    const changed = { event: "role.changed", subject, details: { added, removed } } as const;
    const isRenamed = name !== before.name;
    const isChanged = added.length > 0 || removed.length > 0 || description !== before.description;
    if (!isRenamed && !isChanged) return onWire(before);
    const nowMs = context.now();
    const done = await unlessRoleNamed(
      name,
      call.audited(isRenamed ? (isChanged ? [renamed, changed] : renamed) : changed, [
        updateRole(db, before, { name, description, capabilities }, nowMs),
      ]),
    );
    if (!done) throw changedMeanwhile("the role");
    return onWire({ ...before, name, description, capabilities, updatedAt: nowMs });
  },

  async deleteRole(call) {
    const { db, caller, params } = call;
    const role = await requireCustom(db, caller.account.id, params.roleId);
    if (role.inUse === 0 && (await call.audited({ event: "role.deleted", subject: role, details: {} }, [deleteRole(db, role.id)]))) return;
    // Another request may have given it to a person, or deleted it, since it was read.
    const { inUse } = await requireCustom(db, caller.account.id, role.id);
    throw new Refusal("conflict", {
      detail: inUse === 1 ? "The role is used once." : `The role is used ${inUse} times.`,
      suggestion: "First give the people with this role another one.",
    });
  },
};

/** The row of a new role. Throws a Refusal for a name that is built in. */
function newRole(
  { caller, context }: Pick<Call<typeof roleRoutes.createRole>, "caller" | "context">,
  given: { readonly name: string; readonly description: string; readonly capabilities: readonly WorkflowCapability[] },
) {
  refuseBuiltInName(given.name);
  const nowMs = context.now();
  return {
    id: newId<RoleId>("role", nowMs),
    accountId: caller.account.id,
    name: given.name,
    description: given.description,
    capabilities: completeCapabilities(given.capabilities),
    createdAt: nowMs,
    updatedAt: nowMs,
  };
}

/** The answer of a new role, once `writing` is through. Throws a Refusal where the account has one of that name, or too many. */
async function made(row: ReturnType<typeof newRole>, writing: Promise<unknown>): Promise<RoleOnWire> {
  if (!(await unlessRoleNamed(row.name, writing)))
    throw new Refusal("conflict", {
      detail: `An account can have at most ${limits.maxRoles} custom roles.`,
      suggestion: "Delete one that is not used.",
    });
  return onWire({ ...row, inUse: 0 });
}

function refuseBuiltInName(name: string): void {
  if (!builtInOf(name)) return;
  const message = `“${name}” is a built-in role.`;
  throw new Refusal("conflict", {
    detail: message,
    suggestion: "Choose another name.",
    errors: [{ path: "/name", code: "taken", message }],
  });
}

async function requireCustom(db: Database, accountId: AccountId, reference: string): Promise<RoleRow> {
  if (builtInOf(reference)) {
    throw new Refusal("conflict", {
      detail: "Built-in roles cannot be changed.",
      suggestion: "Duplicate the role and change the copy.",
    });
  }
  const role = await findCustomRole(db, accountId, reference);
  if (!role) throw new Refusal("not_found", { detail: "The account does not have this role." });
  return role;
}

function unlessRoleNamed<Result>(name: string, writing: Promise<Result>): Promise<Result> {
  return unlessNameTaken(writing, isRoleNameTaken, `A role named “${name}” already exists.`);
}

function onWire({ id, name, description, capabilities, inUse, createdAt, updatedAt }: RoleRow): RoleOnWire {
  return {
    id,
    name,
    description,
    builtIn: false,
    capabilities: [...capabilities],
    inUse,
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
  };
}

function builtInOnWire(name: WorkflowRole): RoleOnWire {
  const capabilities = [...capabilitiesOf(name)];
  return { id: name, name, description: "", builtIn: true, capabilities, inUse: null, createdAt: null, updatedAt: null };
}
