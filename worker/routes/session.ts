import type { AnswerOf } from "#flow/contract/route.ts";
import { Refusal } from "#flow/contract/refusal.ts";
import { sessionRoutes } from "#flow/contract/session.ts";
import { accountCapabilitiesOf } from "#flow/rights/account-rights.ts";
import { dropExpiredSessions, setActiveAccount } from "#store/sessions.ts";
import { countSignIn, forgetSignIns } from "#store/sign-in-failures.ts";
import { insertOwner, isClaimed } from "#store/sign-up.ts";
import type { Caller } from "../auth/caller.ts";
import { hashPassword } from "../auth/password.ts";
import { endSession, signInWithPassword, type SessionUser } from "../auth/sessions.ts";
import type { HandlersOf } from "./handler.ts";

export const sessionHandlers: HandlersOf<typeof sessionRoutes> = {
  async signUp({ db, context, request, body, answerHeaders }) {
    const isOpen = context.env.MILLRACE_OPEN_SIGNUP === "1";
    // Asked before the password is hashed, so that a closed installation does no costly work for strangers.
    if (!isOpen && (await isClaimed(db))) throw closed();
    const { name, email, password } = body;
    const result = await insertOwner(db, { name, email, passwordHash: await hashPassword(password) }, context.now(), isOpen);
    if (result === "closed") throw closed();
    if (result === "taken") {
      throw new Refusal("conflict", {
        detail: "Somebody signed up with this e-mail address before.",
        suggestion: "Sign in instead.",
        errors: [{ path: "/email", code: "taken", message: "Somebody signed up with this e-mail address before." }],
      });
    }
    const signedIn = await signInWithPassword(context.env, request, email, password);
    if (!signedIn) throw new Error("A person who has just signed up could not sign in.");
    return { user: welcome(answerHeaders, signedIn) };
  },

  async signIn({ db, context, request, body, answerHeaders }) {
    const { email, password } = body;
    const lockedMs = await countSignIn(db, email, context.now());
    if (lockedMs !== undefined) {
      const retryAfterSec = Math.ceil(lockedMs / 1000);
      throw new Refusal("rate_limited", {
        detail: `There were too many failed sign-ins with this address. It is locked for ${minutes(retryAfterSec)}.`,
        retryAfterSec,
      });
    }
    const signedIn = await signInWithPassword(context.env, request, email, password);
    if (!signedIn) {
      throw new Refusal("unauthenticated", {
        detail: "The e-mail address or the password is wrong.",
        suggestion: "Check both. Five failures lock an address for 15 minutes.",
      });
    }
    await forgetSignIns(db, email);
    // The session that the browser held is replaced, not joined.
    await endSession(context.env, request);
    await dropExpiredSessions(db, signedIn.user.id, context.now());
    return { user: welcome(answerHeaders, signedIn) };
  },

  async signOut({ context, request, answerHeaders }) {
    for (const cookie of await endSession(context.env, request)) answerHeaders.append("set-cookie", cookie);
    return { success: true };
  },

  async getMe({ caller }) {
    return describe(caller);
  },

  async switchAccount({ db, caller, body }) {
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
    await setActiveAccount(db, caller.via.token, account.id);
    return describe({ ...caller, account });
  },
};

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
