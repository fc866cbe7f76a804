/** Signing in with a password, wherever it is asked for: counted, audited, and with a new session in the place of the old. */
import type { Actor, AuditEvent } from "#flow/audit/entry.ts";
import type { EventName } from "#flow/audit/events.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import type { UserId } from "#flow/ids.ts";
import { sourceOf } from "#flow/passwords/source-of.ts";
import type { Database } from "#store/database.ts";
import { findPersonByEmail, membershipsOf } from "#store/members.ts";
import { addressesOfSessions, dropExpiredSessions } from "#store/sessions.ts";
import { countSignIn, forgetSignIn, type SignInTry } from "#store/sign-in-failures.ts";
import { enterGate, findMatchingHash, lockSource } from "../../auth/passwords.ts";
import { endSession, signInChecked, type SignedIn } from "../../auth/sessions.ts";
import type { ManagementContext } from "../../bindings/management-context.ts";
import type { AuditLog, AuditTarget } from "../frame/audited.ts";

interface Logs<Name extends EventName> {
  readonly db: Database;
  auditAs(target: AuditTarget): AuditLog<Name>;
}

interface SigningIn extends Logs<"signIn.succeeded" | "signIn.failed"> {
  readonly context: ManagementContext;
  readonly request: Request;
  readonly answerHeaders: Headers;
}

/** Signs in and sets the cookies of the answer. Throws a Refusal where the password is wrong or the address is locked. */
export async function signInCounted(call: SigningIn, email: string, password: string): Promise<SignedIn> {
  const { db, context, request } = call;
  const source = enterGate(context, request);
  const { attempt, isLast, locked } = await countSignIn(db, { email, source }, context.now());
  // Not audited: an attacker who keeps trying a locked address could fill the log of its accounts.
  if (locked && !(locked.what === "everywhere" && (await isKnownSource(db, email, source)))) throw tooManyTries(call, source, locked);
  const hash = await findMatchingHash(call, email, password);
  const signedIn = hash === undefined ? undefined : await signInChecked(context.env, request, email, hash);
  if (!signedIn) {
    // Behind the answer's back, so that the time of an answer does not tell known addresses from unknown ones.
    context.later(noteFailure(call, email, attempt, isLast));
    throw new Refusal("unauthenticated", {
      detail: "The e-mail address or the password is wrong.",
      suggestion: "Check both. Five failed sign-ins lock an address for 15 minutes for your network.",
    });
  }
  await forgetSignIn(db, { email, source });
  // The session that the browser held is replaced, not joined.
  await endSession(context.env, request);
  await dropExpiredSessions(db, signedIn.user.id, context.now());
  const { id, name } = signedIn.user;
  await noteEverywhere(call, id, { kind: "user", id, name }, { event: "signIn.succeeded", subject: { id, name: email }, details: {} });
  return welcome(call, signedIn);
}

/** Sets the cookies of a new session. */
export function welcome({ answerHeaders }: { readonly answerHeaders: Headers }, signedIn: SignedIn): SignedIn {
  for (const cookie of signedIn.cookies) answerHeaders.append("set-cookie", cookie);
  return signedIn;
}

/** Signing in and out is of interest to every account that the person belongs to. */
export async function noteEverywhere<Name extends EventName>(
  { db, auditAs }: Logs<Name>,
  userId: UserId,
  actor: Actor,
  event: AuditEvent<Name>,
): Promise<void> {
  const memberships = await membershipsOf(db, userId);
  await Promise.all(memberships.map(({ id }) => auditAs({ accountId: id, actor }).noted(event)));
}

/** A failure with an unknown address belongs to no account; it is counted only in sign_in_failures. */
async function noteFailure(call: SigningIn, email: string, attempt: number, locked: boolean): Promise<void> {
  const person = await findPersonByEmail(call.db, email);
  if (!person) return;
  const subject = { id: person.id, name: email };
  await noteEverywhere(call, person.id, { kind: "anonymous" }, { event: "signIn.failed", subject, details: { attempt, locked } });
}

export function addressTaken(): Refusal {
  const message = "This e-mail address already has an account.";
  return new Refusal("conflict", {
    detail: message,
    suggestion: "Sign in instead.",
    errors: [{ path: "/email", code: "taken", message }],
  });
}

/** True if the person has a session that started at this source: guesses from elsewhere must not lock them out there. */
async function isKnownSource(db: Database, email: string, source: string | null): Promise<boolean> {
  return (await addressesOfSessions(db, email)).some((ip) => sourceOf(ip) === source);
}

function tooManyTries({ context }: SigningIn, source: string | null, { what, ms }: NonNullable<SignInTry["locked"]>): Refusal {
  if (what === "source") return lockSource(context, source, ms);
  const retryAfterSec = Math.ceil(ms / 1000);
  return new Refusal("rate_limited", {
    detail: `Too many failed sign-ins with this address. It is locked for ${minutes(retryAfterSec)}.`,
    retryAfterSec,
  });
}

function minutes(seconds: number): string {
  const count = Math.ceil(seconds / 60);
  return count === 1 ? "one more minute" : `${count} more minutes`;
}
