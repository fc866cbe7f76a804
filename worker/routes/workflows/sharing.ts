import { Refusal } from "#flow/problems/refusal.ts";
import type { AnswerOf } from "#flow/contract/route.ts";
import { sharingRoutes } from "#flow/contract/sharing.ts";
import type { AccountId, UserId } from "#flow/ids.ts";
import { capabilitiesOf, mayGive, roleName, seesEveryWorkflow, workflowRoleOf, type Role } from "#flow/rights/workflow-rights.ts";
import type { Database } from "#store/database.ts";
import { mapPage } from "#store/page.ts";
import { findRole, type StoredRole } from "#store/roles.ts";
import {
  changeRole,
  findByAddress,
  findHeir,
  findWorkflowMember,
  giveRole,
  handOver,
  listWorkflowMembers,
  removeRole,
  setOwner,
  type WorkflowMemberRow,
} from "#store/sharing.ts";
import { chooseMailer } from "#objects/mail/choose-mailer.ts";
import { baseUrl } from "../../http/base-url.ts";
import { sendAll } from "../../mail/send-all.ts";
import { shareMail } from "../../mail/write-mail.ts";
import { changedMeanwhile } from "../frame/changed-meanwhile.ts";
import type { Call, HandlersOf } from "../frame/handler.ts";
import { personPosition } from "../frame/paging.ts";
import { isoTimeOrNull } from "../frame/times.ts";

type ShareResult = AnswerOf<typeof sharingRoutes.shareWorkflow>["results"][number];
type OnOne = Call<
  typeof sharingRoutes.updateWorkflowMember | typeof sharingRoutes.removeWorkflowMember | typeof sharingRoutes.leaveWorkflow
>;

export const sharingHandlers: HandlersOf<typeof sharingRoutes> = {
  async listWorkflowMembers({ db, caller, workflowId, query }) {
    const after = personPosition(query.cursor);
    return mapPage(await listWorkflowMembers(db, caller.account.id, workflowId, { limit: query.limit, after }), onWire);
  },

  async shareWorkflow(call) {
    const { db, caller, workflow, body } = call;
    const given = await requireRole(db, caller.account.id, body.role);
    requireGiving(workflow.role, given.role);
    const emails = [...new Set(body.emails)];
    // Another request may share it with one of them between reading and writing: then nothing was done, and it is tried
    // again.
    for (let tries = 0; tries < 3; tries++) {
      const results = await share(call, emails, given);
      if (results) return { results };
    }
    throw changedMeanwhile("this");
  },

  async updateWorkflowMember(call) {
    const { db, caller, workflow, workflowId, params, body } = call;
    const { id: accountId } = caller.account;
    const person = await requireGiven(call, params.userId);
    const after = await requireRole(db, accountId, body.role);
    requireGiving(workflow.role, person.given);
    requireGiving(workflow.role, after.role);
    if (after.stored === person.stored) return onWire(person);
    const { events, handing, heir } = await succession(call, person, after.stored === "Admin");
    const changed = {
      event: "sharing.roleChanged",
      subject: subjectOf(person),
      details: { before: roleName(person.given), after: roleName(after.role) },
    } as const;
    const taking = { workflowId, userId: person.user.id, stored: person.stored, heir };
    const done = await call.audited([changed, ...events], [changeRole(db, taking, after.stored), ...handing]);
    if (!done) throw await whyNot(call, person, "The last Admin of a workflow keeps the role.");
    return onWire(await requireGiven(call, person.user.id));
  },

  async removeWorkflowMember(call) {
    const { db, workflow, workflowId, params } = call;
    const person = await requireGiven(call, params.userId);
    requireGiving(workflow.role, person.given);
    const { events, handing, heir } = await succession(call, person, false);
    const removed = { event: "sharing.removed", subject: subjectOf(person), details: { role: roleName(person.given) } } as const;
    const taking = { workflowId, userId: person.user.id, stored: person.stored, heir };
    const done = await call.audited([removed, ...events], [removeRole(db, taking), ...handing]);
    if (!done) throw await whyNot(call, person, "The last Admin of a workflow cannot be removed.");
  },

  async leaveWorkflow(call) {
    const { db, caller, workflowId } = call;
    const person = await requireGiven(call, caller.user.id);
    const { events, handing, heir } = await succession(call, person, false);
    const left = { event: "sharing.left", subject: subjectOf(person), details: { role: roleName(person.given) } } as const;
    const taking = { workflowId, userId: person.user.id, stored: person.stored, heir };
    const done = await call.audited([left, ...events], [removeRole(db, taking), ...handing]);
    if (!done) throw await whyNot(call, person, "The last Admin of a workflow cannot leave it.");
  },

  async transferWorkflow(call) {
    const { db, caller, workflow, workflowId, body, context } = call;
    const { id: accountId } = caller.account;
    requireGiving(workflow.role, "Admin");
    const to = await findWorkflowMember(db, accountId, workflowId, body.userId as UserId);
    if (!to) throw new Refusal("not_found", { detail: "The account has no member with this id." });
    if (to.isOwner) throw new Refusal("conflict", { detail: `${to.user.name} already owns the workflow.` });
    const from = await findWorkflowMember(db, accountId, workflowId, workflow.owner.id);
    const done = await call.audited(
      { event: "workflow.transferred", subject: subjectOf(to), details: { from: from?.user.email ?? workflow.owner.name } },
      handOver(db, { accountId, workflowId, userId: to.user.id }, workflow.owner.id, context.now()),
    );
    if (!done) throw changedMeanwhile("this");
    return onWire(await requireGiven(call, to.user.id));
  },
};

/** Gives the role to those of the addresses that have none. Undefined, with nothing done, where that has changed meanwhile. */
async function share(
  call: Call<typeof sharingRoutes.shareWorkflow>,
  emails: readonly string[],
  { stored, role }: StoredRole,
): Promise<ShareResult[] | undefined> {
  const { db, caller, workflow, workflowId, context, request } = call;
  const { id: accountId } = caller.account;
  const people = new Map((await findByAddress(db, accountId, workflowId, emails)).map((person) => [person.user.email, person]));
  const fresh = [...people.values()].filter(({ given }) => given === undefined);
  const done = await call.auditedAll(
    fresh.map((person) => ({
      events: [{ event: "sharing.given", subject: subjectOf(person), details: { role: roleName(role) } }],
      statements: [giveRole(db, { accountId, workflowId, userId: person.user.id }, stored, context.now())],
    })),
  );
  if (!done) return undefined;
  const mailer = chooseMailer(context.env, request.url);
  const link = `${baseUrl(request, context.env)}/workflows/${workflowId}`;
  const mails = fresh.map(({ user }) =>
    shareMail({ to: user.email, workflow: workflow.name, role: roleName(role), sharedBy: caller.user.name, link }),
  );
  const fared = mailer && (await sendAll(mailer, mails));
  const mailed = new Map(fresh.map(({ user }, nth) => [user.email, fared?.[nth]?.state ?? "none"] as const));
  return emails.map((email): ShareResult => {
    const person = people.get(email);
    if (!person) return { email, status: "notInAccount", role: null, mail: null };
    if (person.given !== undefined) return { email, status: "already", role: roleName(person.given), mail: null };
    return { email, status: "added", role: roleName(role), mail: mailed.get(email) ?? null };
  });
}

/** Who owns the workflow after an owner ceases to be Admin, as statements and events that follow the change. */
async function succession({ db, caller, workflowId }: OnOne, { user, isOwner, stored }: WorkflowMemberRow, staysAdmin: boolean) {
  if (!isOwner || staysAdmin || stored !== "Admin") return { events: [], handing: [], heir: undefined };
  const heir = await findHeir(db, workflowId, user.id, caller.user.id);
  // Without an heir this is the last Admin, which the statement itself refuses.
  if (!heir) return { events: [], handing: [], heir: undefined };
  const event = { event: "workflow.transferred", subject: { id: heir.id, name: heir.name }, details: { from: user.email } } as const;
  return { events: [event], handing: [setOwner(db, workflowId, user.id, heir.id)], heir: heir.id };
}

type GivenRow = WorkflowMemberRow & { readonly given: Role; readonly stored: StoredRole["stored"] };

/** A person whom the workflow was given to. Who has it by the account's role alone cannot be changed here. */
async function requireGiven({ db, caller, workflowId }: Pick<OnOne, "db" | "caller" | "workflowId">, userId: string): Promise<GivenRow> {
  // A text that is not a member id is in no row.
  const person = await findWorkflowMember(db, caller.account.id, workflowId, userId as UserId);
  if (person && isGiven(person)) return person;
  if (!person || !seesEveryWorkflow(person.accountRole))
    throw new Refusal("not_found", { detail: "The workflow is not shared with a person with this id." });
  throw new Refusal("conflict", {
    detail: `${person.user.name} is an Admin of every workflow as ${person.accountRole} of the account.`,
    suggestion: "Change the role in the account instead.",
  });
}

function isGiven(person: WorkflowMemberRow): person is GivenRow {
  return person.given !== undefined && person.stored !== null;
}

async function requireRole(db: Database, accountId: AccountId, reference: string): Promise<StoredRole> {
  const role = await findRole(db, accountId, reference);
  if (!role)
    throw new Refusal("not_found", {
      detail: "The account does not have this role.",
      suggestion: "Use one of the roles from GET /api/roles.",
    });
  return role;
}

function requireGiving(giver: Role, role: Role): void {
  if (mayGive(giver, role)) return;
  throw new Refusal("forbidden", {
    detail: `The role ${roleName(giver)} cannot give or remove ${roleName(role)}, which allows more.`,
    suggestion: "Ask an Admin of the workflow.",
  });
}

/** The reason why a change of a person's role did nothing. */
async function whyNot({ db, caller, workflowId }: OnOne, before: GivenRow, lastAdmin: string): Promise<Refusal> {
  const now = await findWorkflowMember(db, caller.account.id, workflowId, before.user.id);
  if (!now || now.stored === null) return new Refusal("not_found", { detail: "The workflow is no longer shared with this person." });
  const isLast = now.stored === "Admin" && !(await findHeir(db, workflowId, before.user.id, caller.user.id));
  return isLast
    ? new Refusal("conflict", { detail: lastAdmin, suggestion: "Make someone else an Admin first." })
    : changedMeanwhile("this");
}

function subjectOf({ user }: WorkflowMemberRow) {
  return { id: user.id, name: user.email };
}

function onWire(person: WorkflowMemberRow): AnswerOf<typeof sharingRoutes.updateWorkflowMember> {
  const { user, accountRole, given, givenAt, isOwner } = person;
  // Every listed or requested person has a role through the account or was given one.
  const role = workflowRoleOf(accountRole, given)!;
  return {
    user,
    role: roleName(role),
    source: seesEveryWorkflow(accountRole) ? "account" : "given",
    given: given ? roleName(given) : null,
    givenAt: isoTimeOrNull(givenAt),
    accountRole,
    capabilities: [...capabilitiesOf(role)],
    isOwner,
  };
}
