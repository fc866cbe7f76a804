/** What the one who holds an invitation's link may do with it. */
import type { invitationRoutes } from "#flow/contract/invitations.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import { passwordLimits } from "#flow/contract/session.ts";
import type { UserId } from "#flow/ids.ts";
import { isDuplicate, type Database } from "#store/database.ts";
import { hashSecret } from "#store/hash-secret.ts";
import { acceptInvitation as acceptance, findByToken, stateOf } from "#store/invitations.ts";
import { membershipsOf } from "#store/members.ts";
import { newId } from "#store/new-id.ts";
import { insertPerson } from "#store/people.ts";
import { setActiveAccount } from "#store/sessions.ts";
import { findCaller } from "../../auth/caller.ts";
import { hashNewPassword } from "../../auth/passwords.ts";
import { signInChecked, type SessionUser } from "../../auth/sessions.ts";
import type { Call, Handler } from "../frame/handler.ts";
import { addressTaken, signInCounted, welcome } from "./sign-in.ts";
import { isoTime } from "../frame/times.ts";

type Accept = Call<typeof invitationRoutes.acceptInvitation>;
type Found = Awaited<ReturnType<typeof requireOpen>>;

export const showInvitation: Handler<typeof invitationRoutes.showInvitation> = async ({ db, params, context }) => {
  const { invitation, account, user } = await requireOpen(db, params.token, context.now());
  return {
    account: { name: account.name },
    email: invitation.email,
    role: invitation.role,
    invitedBy: invitation.invitedBy?.name ?? null,
    expiresAt: isoTime(invitation.expiresAt),
    hasUser: user !== undefined,
  };
};

export const acceptInvitation: Handler<typeof invitationRoutes.acceptInvitation> = async (call) => {
  const { db, params, context } = call;
  const found = await requireOpen(db, params.token, context.now());
  const user = found.user ? await acceptAs(call, found) : await acceptAsNew(call, found);
  const membership = (await membershipsOf(db, user.id)).find(({ id }) => id === found.account.id);
  if (!membership) throw new Refusal("conflict", { detail: "You were just removed from the account." });
  return { user, account: membership };
};

/** The invitation of a link that works. Throws a Refusal that says why it does not. */
async function requireOpen(db: Database, token: string, nowMs: number) {
  const tokenHash = await hashSecret(token);
  const found = await findByToken(db, tokenHash);
  if (!found) throw new Refusal("not_found", { detail: "The invitation does not exist.", suggestion: "Check that the link is complete." });
  const refused = { expired: "invitation_expired", accepted: "invitation_used", withdrawn: "invitation_withdrawn" } as const;
  const state = stateOf(found.invitation, nowMs);
  if (state !== "open") throw new Refusal(refused[state]);
  return { ...found, tokenHash };
}

/** An existing user: identified by their session, or by their password. */
async function acceptAs(call: Accept, found: Found): Promise<SessionUser> {
  const { db, body, context, request } = call;
  const { email } = found.invitation;
  if (body?.name !== undefined) throw addressTaken();
  let session: { readonly user: SessionUser; readonly tokenHash: string };
  if (body?.password !== undefined) {
    session = await signInCounted(call, email, body.password);
  } else {
    const caller = await findCaller(context, db, request);
    if (!caller)
      throw new Refusal("unauthenticated", {
        detail: `The invitation is for ${email}.`,
        suggestion: "Sign in as that person, or send the password.",
      });
    if (caller.via.kind === "token") {
      throw new Refusal("forbidden", {
        detail: "A token only works in its own account and cannot join another.",
        suggestion: "Open the link in a browser.",
      });
    }
    if (caller.user.email !== email) {
      throw new Refusal("forbidden", {
        detail: `The invitation is for ${email}, and you are signed in as ${caller.user.email}.`,
        suggestion: "Sign out and open the link again, or ask for an invitation to your address.",
      });
    }
    session = { user: caller.user, tokenHash: caller.via.tokenHash };
  }
  const { user } = session;
  const [accept, join] = acceptance(db, { ...found, userId: user.id }, context.now());
  await letIn(call, found, user, [accept, join, setActiveAccount(db, session.tokenHash, found.account.id)]);
  return user;
}

/** A new person, who becomes a user with this request; sign-up need not be open for it. */
async function acceptAsNew(call: Accept, found: Found): Promise<SessionUser> {
  const { db, body, context, request } = call;
  const { email } = found.invitation;
  const { name, password } = checkNewPerson(body);
  const id = newId<UserId>("user", context.now());
  const [accept, join] = acceptance(db, { ...found, userId: id }, context.now());
  const passwordHash = await hashNewPassword(call, password);
  const person = insertPerson(db, { userId: id, name, email, passwordHash }, context.now());
  try {
    await letIn(call, found, { id, name, email }, [accept, ...person, join]);
  } catch (error) {
    if (isDuplicate(error, "users.email")) throw addressTaken();
    throw error;
  }
  const signedIn = await signInChecked(context.env, request, email, passwordHash);
  if (!signedIn) throw new Error("A person who has just accepted an invitation could not sign in.");
  return welcome(call, signedIn).user;
}

function checkNewPerson(body: Accept["body"]): { readonly name: string; readonly password: string } {
  const { name, password } = body ?? {};
  const errors = [
    ...(name === undefined ? [{ path: "/name", code: "missing", message: "Give your name; the address is new here." }] : []),
    ...(password === undefined || password.length < passwordLimits.min
      ? [{ path: "/password", code: "too_small", message: `The password needs at least ${passwordLimits.min} characters.` }]
      : []),
  ];
  if (name === undefined || password === undefined || errors.length > 0) throw new Refusal("validation_failed", { errors });
  return { name, password };
}

/**
 * Adds the person to the account. The first statement decides: of two simultaneous requests, one learns that the link
 * was used.
 */
async function letIn(
  call: Accept,
  { invitation, account }: Found,
  { id, name, email }: SessionUser,
  statements: Parameters<ReturnType<Accept["auditAs"]>["audited"]>[1],
): Promise<void> {
  const log = call.auditAs({ accountId: account.id, actor: { kind: "user", id, name } });
  const done = await log.audited({ event: "member.joined", subject: { id, name: email }, details: { role: invitation.role } }, statements);
  if (!done) await requireOpen(call.db, call.params.token, call.context.now());
  if (!done) throw new Refusal("conflict", { detail: "The invitation changed at this moment.", suggestion: "Open the link again." });
}
