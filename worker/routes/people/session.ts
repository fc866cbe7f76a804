import type { AnswerOf } from "#flow/contract/route.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import { sessionRoutes } from "#flow/contract/session.ts";
import { accountCapabilitiesOf } from "#flow/rights/account-rights.ts";
import { capabilitiesOf, roleName } from "#flow/rights/workflow-rights.ts";
import type { Database } from "#store/database.ts";
import { setActiveAccount } from "#store/sessions.ts";
import { rolesGivenTo } from "#store/sharing.ts";
import { insertOwner, isClaimed, signUpFault } from "#store/sign-up.ts";
import type { Caller } from "../../auth/caller.ts";
import { hashNewPassword } from "../../auth/passwords.ts";
import { endSession, findSession, signInChecked } from "../../auth/sessions.ts";
import { isOwnStart } from "../../health/readiness.ts";
import { actorOf } from "../frame/audited.ts";
import type { HandlersOf } from "../frame/handler.ts";
import { addressTaken, noteEverywhere, signInCounted, welcome } from "./sign-in.ts";

export const sessionHandlers: HandlersOf<typeof sessionRoutes> = {
  async getSignUp({ db, context }) {
    if (!(await isClaimed(db))) return { signUp: "first" };
    return { signUp: context.env.MILLRACE_OPEN_SIGNUP === "1" ? "open" : "closed" };
  },

  async signUp(call) {
    const { auditAs, db, context, request, body, answerHeaders } = call;
    const isOpen = context.env.MILLRACE_OPEN_SIGNUP === "1";
    // Asked before the password is hashed, so that a closed installation does no costly work for strangers.
    if (!isOpen && (await isClaimed(db))) throw closed();
    const { name, email, password } = body;
    const passwordHash = await hashNewPassword(call, password);
    const owner = insertOwner(db, { name, email, passwordHash }, context.now(), {
      isOpen,
      isSettingUp: isOwnStart(request, context.env.MILLRACE_START_TOKEN),
    });
    const { userId: id, accountId, accountName, statements } = owner;
    try {
      await auditAs({ accountId, actor: { kind: "user", id, name } }).audited(
        { event: "signUp.succeeded", subject: { id, name: email }, details: { account: accountName } },
        statements,
      );
    } catch (error) {
      const fault = signUpFault(error);
      if (fault === "closed") throw closed();
      if (fault === "taken") throw addressTaken();
      throw error;
    }
    const signedIn = await signInChecked(context.env, request, email, passwordHash);
    if (!signedIn) throw new Error("A person who has just signed up could not sign in.");
    return { user: welcome({ answerHeaders }, signedIn).user };
  },

  async signIn(call) {
    return { user: (await signInCounted(call, call.body.email, call.body.password)).user };
  },

  async signOut(call) {
    const { context, request, answerHeaders } = call;
    const session = await findSession(context.env, request);
    for (const cookie of await endSession(context.env, request)) answerHeaders.append("set-cookie", cookie);
    if (session) {
      const { id, name, email } = session.user;
      await noteEverywhere(
        call,
        id,
        { kind: "user", id, name, via: "session" },
        { event: "signOut.succeeded", subject: { id, name: email }, details: {} },
      );
    }
    return { success: true };
  },

  async getMe({ db, caller }) {
    return describe(db, caller);
  },

  async switchAccount({ auditAs, db, caller, body }) {
    const account = caller.memberships.find(({ id }) => id === body.accountId);
    if (!account) throw new Refusal("not_found", { detail: "You do not belong to an account with this id." });
    if (caller.via.kind === "token") {
      if (account.id !== caller.account?.id)
        throw new Refusal("conflict", {
          detail: "A token only works in its own account.",
          suggestion: "Create a token in the other account.",
        });
      return describe(db, caller);
    }
    const { id, email } = caller.user;
    // Undefined if the session works in that account already; then there is nothing to log.
    await auditAs({ accountId: account.id, actor: actorOf(caller) }).audited(
      { event: "account.switched", subject: { id, name: email }, details: {} },
      [setActiveAccount(db, caller.via.tokenHash, account.id)],
    );
    return describe(db, { ...caller, account });
  },
};

function closed(): Refusal {
  return new Refusal("forbidden", {
    detail: "Sign-up is closed.",
    suggestion: "Ask an Owner or Admin to invite you, or ask the operator to open sign-up (MILLRACE_OPEN_SIGNUP=1).",
  });
}

async function describe(db: Database, { user, memberships, account }: Caller): Promise<AnswerOf<typeof sessionRoutes.getMe>> {
  const given = account ? await rolesGivenTo(db, account.id, user.id) : [];
  return {
    user,
    accounts: memberships.map(({ id, name, role }) => ({ id, name, role })),
    activeAccount: account ? { id: account.id, name: account.name } : null,
    role: account?.role ?? null,
    capabilities: account ? [...accountCapabilitiesOf(account.role)] : [],
    workflowRoles: given.map(({ role, workflows }) => ({ role: roleName(role), capabilities: [...capabilitiesOf(role)], workflows })),
  };
}
