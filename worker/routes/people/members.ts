import type { DetailsOf } from "#flow/audit/events.ts";
import type { AnswerOf } from "#flow/contract/route.ts";
import { memberRoutes } from "#flow/contract/members.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import type { UserId } from "#flow/ids.ts";
import { mayGiveInAccount } from "#flow/rights/account-rights.ts";
import type { AccountRole } from "#flow/rights/roles.ts";
import {
  changeAccountRole,
  countOwned,
  findMember,
  findOwner,
  listMembers,
  removeMember,
  renameAccount,
  transferAccount,
  type MemberRow,
} from "#store/account-members.ts";
import type { Database } from "#store/database.ts";
import { mapPage } from "#store/page.ts";
import { changedMeanwhile } from "../frame/changed-meanwhile.ts";
import type { AccountCaller, Call, HandlersOf } from "../frame/handler.ts";
import { personPosition } from "../frame/paging.ts";
import { isoTime } from "../frame/times.ts";

export const memberHandlers: HandlersOf<typeof memberRoutes> = {
  async listMembers({ db, caller, query }) {
    const { search, role, limit, cursor } = query;
    const page = await listMembers(db, caller.account.id, { search, role, limit, after: personPosition(cursor) });
    return mapPage(page, (row) => onWire(row, caller));
  },

  async updateMember(call) {
    const { db, caller, params, body } = call;
    const { id: accountId } = caller.account;
    const member = await requireMember(db, caller, params.userId);
    if (member.role === body.role) return onWire(member, caller);
    requireGiving(caller, member.role, `${member.user.name} is ${member.role}. Only an Owner can change that.`);
    requireGiving(caller, body.role, `Only an Owner can give the role ${body.role}.`);
    const done = await call.audited(
      {
        event: "member.roleChanged",
        subject: subjectOf(member),
        details: { before: member.role, after: body.role },
      },
      [changeAccountRole(db, accountId, member.user.id, member.role, body.role)],
    );
    if (!done) throw await whyNot(db, caller, member, "The last Owner of an account keeps the role.");
    return onWire({ ...member, role: body.role }, caller);
  },

  async removeMember(call) {
    const { db, caller, params } = call;
    const member = await requireMember(db, caller, params.userId);
    if (member.user.id === caller.user.id) {
      throw new Refusal("conflict", { detail: "You cannot remove yourself.", suggestion: "Leave the account instead." });
    }
    requireGiving(caller, member.role, `${member.user.name} is ${member.role}. Only an Owner can remove them.`);
    return depart(call, member, caller.user, true, (details, statements) =>
      call.audited({ event: "member.removed", subject: subjectOf(member), details }, statements),
    );
  },

  async leaveAccount(call) {
    const { db, caller } = call;
    const member = await requireMember(db, caller, caller.user.id);
    const heir = await findOwner(db, caller.account.id, caller.user.id);
    if (!heir) throw lastOwner("You are the last Owner of this account and cannot leave it.");
    return depart(call, member, heir, false, (details, statements) =>
      call.audited({ event: "member.left", subject: subjectOf(member), details }, statements),
    );
  },

  async transferAccount(call) {
    const { db, caller, body } = call;
    const { id: accountId } = caller.account;
    const to = await requireMember(db, caller, body.userId);
    if (to.user.id === caller.user.id) throw new Refusal("conflict", { detail: "You are already the Owner." });
    const done = await call.audited(
      { event: "account.transferred", subject: subjectOf(to), details: { from: caller.user.email } },
      transferAccount(db, accountId, caller.user.id, to.user.id),
    );
    if (!done) throw changedMeanwhile("this");
    const [owner, you] = await Promise.all([requireMember(db, caller, to.user.id), requireMember(db, caller, caller.user.id)]);
    return { owner: onWire(owner, caller), you: onWire(you, caller) };
  },

  async renameAccount(call) {
    const { db, caller, body } = call;
    const { id, name } = caller.account;
    if (name !== body.name) {
      const done = await call.audited({ event: "account.renamed", subject: { id, name: body.name }, details: { before: name } }, [
        renameAccount(db, id, name, body.name),
      ]);
      if (!done) throw changedMeanwhile("this");
    }
    return { id, name: body.name };
  },
};

/** Takes a member out of the account and hands over what they owned. `write` does it, with the entry that is due. */
async function depart(
  { db, caller, context }: Pick<Call<typeof memberRoutes.removeMember>, "db" | "caller" | "context">,
  member: MemberRow,
  heir: { readonly id: UserId; readonly name: string },
  withdraws: boolean,
  write: (details: DetailsOf<"member.removed">, statements: ReturnType<typeof removeMember>) => Promise<unknown>,
): Promise<AnswerOf<typeof memberRoutes.removeMember>> {
  const { id: accountId } = caller.account;
  const { user, role } = member;
  // Workflows may be created and deleted between reading and writing: then nothing was done, and it is tried again.
  for (let tries = 0; tries < 5; tries++) {
    const owned = await countOwned(db, accountId, user.id);
    const newOwner = owned > 0 ? { id: heir.id, name: heir.name } : null;
    const departure = { accountId, userId: user.id, role, heir: heir.id, owned, withdraws };
    const details = { role, workflows: owned, newOwner: newOwner?.name ?? null };
    if (await write(details, removeMember(db, departure, context.now()))) return { workflows: owned, newOwner };
    const now = await findMember(db, accountId, user.id);
    if (now?.role !== role || (role === "Owner" && !(await findOwner(db, accountId, user.id)))) break;
  }
  throw await whyNot(db, caller, member, "The last Owner of an account cannot be removed and cannot leave.");
}

async function requireMember(db: Database, { account }: AccountCaller, userId: string): Promise<MemberRow> {
  // A text that is not a member id is in no row.
  const member = await findMember(db, account.id, userId as UserId);
  if (!member) throw new Refusal("not_found", { detail: "The account has no member with this id." });
  return member;
}

function requireGiving({ account }: AccountCaller, role: AccountRole, detail: string): void {
  if (!mayGiveInAccount(account.role, role)) throw new Refusal("forbidden", { detail, suggestion: "Ask an Owner of the account." });
}

/** Why a change of a member did nothing. */
async function whyNot(db: Database, { account }: AccountCaller, { user, role }: MemberRow, lastOwnerDetail: string): Promise<Refusal> {
  const now = await findMember(db, account.id, user.id);
  if (!now) return new Refusal("not_found", { detail: "This person is no longer a member of the account." });
  return role === "Owner" && now.role === "Owner" && !(await findOwner(db, account.id, user.id))
    ? lastOwner(lastOwnerDetail)
    : changedMeanwhile("this");
}

function lastOwner(detail: string): Refusal {
  return new Refusal("conflict", { detail, suggestion: "Make another member an Owner first." });
}

function subjectOf({ user }: MemberRow) {
  return { id: user.id, name: user.email };
}

function onWire({ user, role, joinedAt }: MemberRow, caller: AccountCaller) {
  return { user, role, joinedAt: isoTime(joinedAt), you: user.id === caller.user.id };
}
