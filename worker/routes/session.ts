import type { Actor, AuditEvent } from "#flow/audit/entry.ts";
import type { EventName } from "#flow/audit/events.ts";
import type { AnswerOf } from "#flow/contract/route.ts";
import { Refusal } from "#flow/contract/refusal.ts";
import { sessionRoutes } from "#flow/contract/session.ts";
import { accountCapabilitiesOf } from "#flow/rights/account-rights.ts";
import type { UserId } from "#flow/ids.ts";
import type { Database } from "#store/database.ts";
import { dropExpiredSessions, setActiveAccount } from "#store/sessions.ts";
import { countSignIn, forgetSignIns } from "#store/sign-in-failures.ts";
import { findPersonByEmail, membershipsOf } from "#store/members.ts";
import { insertOwner, isClaimed, signUpFault } from "#store/sign-up.ts";
import type { Caller } from "../auth/caller.ts";
import { hashPassword } from "../auth/password.ts";
import { endSession, findSession, signInWithPassword, type SessionUser } from "../auth/sessions.ts";
import { actorOf, type AuditLog, type AuditTarget } from "./audited.ts";
import type { Call, HandlersOf } from "./handler.ts";

export const sessionHandlers: HandlersOf<typeof sessionRoutes> = {
  async signUp({ auditAs, db, context, request, body, answerHeaders }) {
    const isOpen = context.env.MILLRACE_OPEN_SIGNUP === "1";
    // Asked before the password is hashed, so that a closed installation does no costly work for strangers.
    if (!isOpen && (await isClaimed(db))) throw closed();
    const { name, email, password } = body;
    const owner = insertOwner(db, { name, email, passwordHash: await hashPassword(password) }, context.now(), isOpen);
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
    const signedIn = await signInWithPassword(context.env, request, email, password);
    if (!signedIn) throw new Error("A person who has just signed up could not sign in.");
    return { user: welcome(answerHeaders, signedIn) };
  },

  async signIn(call) {
    const { db, context, request, body, answerHeaders } = call;
    const { email, password } = body;
    const { attempt, isLast, lockedMs } = await countSignIn(db, email, context.now());
    // Not audited: whoever goes on trying a locked address could fill the log of its accounts.
    if (lockedMs !== undefined) {
      const retryAfterSec = Math.ceil(lockedMs / 1000);
      throw new Refusal("rate_limited", {
        detail: `There were too many failed sign-ins with this address. It is locked for ${minutes(retryAfterSec)}.`,
        retryAfterSec,
      });
    }
    const signedIn = await signInWithPassword(context.env, request, email, password);
    if (!signedIn) {
      // Behind the answer's back, so that the time of an answer does not tell known addresses from unknown ones.
      context.later(noteFailure(call, attempt, isLast));
      throw new Refusal("unauthenticated", {
        detail: "The e-mail address or the password is wrong.",
        suggestion: "Check both. Five failures lock an address for 15 minutes.",
      });
    }
    await forgetSignIns(db, email);
    // The session that the browser held is replaced, not joined.
    await endSession(context.env, request);
    await dropExpiredSessions(db, signedIn.user.id, context.now());
    const { id, name } = signedIn.user;
    await noteEverywhere(call, id, { kind: "user", id, name }, { event: "signIn.succeeded", subject: { id, name: email }, details: {} });
    return { user: welcome(answerHeaders, signedIn) };
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

  async getMe({ caller }) {
    return describe(caller);
  },

  async switchAccount({ auditAs, db, caller, body }) {
    const account = caller.memberships.find(({ id }) => id === body.accountId);
    if (!account) throw new Refusal("not_found", { detail: "You belong to no account of this id." });
    if (caller.via.kind === "token") {
      if (account.id !== caller.account?.id)
        throw new Refusal("conflict", {
          detail: "A token works in the account that it was made in.",
          suggestion: "Make a token in the other account.",
        });
      return describe(caller);
    }
    const { id, email } = caller.user;
    // Undefined where the session was told so before; then there is nothing to say.
    await auditAs({ accountId: account.id, actor: actorOf(caller) }).audited(
      { event: "account.switched", subject: { id, name: email }, details: {} },
      [setActiveAccount(db, caller.via.token, account.id)],
    );
    return describe({ ...caller, account });
  },
};

/** Signing in and out is of interest to every account that the person belongs to. */
async function noteEverywhere<Name extends EventName>(
  { db, auditAs }: { readonly db: Database; auditAs(target: AuditTarget): AuditLog<Name> },
  userId: UserId,
  actor: Actor,
  event: AuditEvent<Name>,
): Promise<void> {
  const memberships = await membershipsOf(db, userId);
  await Promise.all(memberships.map(({ id }) => auditAs({ accountId: id, actor }).noted(event)));
}

/** A failure with an address that nobody has belongs to no account; it is counted in sign_in_failures alone. */
async function noteFailure(call: Call<typeof sessionRoutes.signIn>, attempt: number, locked: boolean): Promise<void> {
  const { db, body } = call;
  const person = await findPersonByEmail(db, body.email);
  if (!person) return;
  const subject = { id: person.id, name: body.email };
  await noteEverywhere(call, person.id, { kind: "anonymous" }, { event: "signIn.failed", subject, details: { attempt, locked } });
}

function addressTaken(): Refusal {
  const message = "Somebody signed up with this e-mail address before.";
  return new Refusal("conflict", {
    detail: message,
    suggestion: "Sign in instead.",
    errors: [{ path: "/email", code: "taken", message }],
  });
}

function closed(): Refusal {
  return new Refusal("forbidden", {
    detail: "This installation has its owner, and sign-up is closed.",
    suggestion: "Ask an Owner or Admin to invite you, or whoever runs the installation to open sign-up (MILLRACE_OPEN_SIGNUP=1).",
  });
}

function welcome(
  answerHeaders: Headers,
  { user, cookies }: { readonly user: SessionUser; readonly cookies: readonly string[] },
): SessionUser {
  for (const cookie of cookies) answerHeaders.append("set-cookie", cookie);
  return user;
}

function minutes(seconds: number): string {
  const count = Math.ceil(seconds / 60);
  return count === 1 ? "one more minute" : `${count} more minutes`;
}

function describe({ user, memberships, account }: Caller): AnswerOf<typeof sessionRoutes.getMe> {
  return {
    user,
    accounts: memberships.map(({ id, name, role }) => ({ id, name, role })),
    activeAccount: account ? { id: account.id, name: account.name } : null,
    role: account?.role ?? null,
    capabilities: account ? [...accountCapabilitiesOf(account.role)] : [],
  };
}
