/** Hashing and checking passwords: counted by the source of the request, and done by the one object that does it for all. */
import { Refusal } from "#flow/problems/refusal.ts";
import { SourceGate } from "#flow/passwords/source-gate.ts";
import { sourceOf } from "#flow/passwords/source-of.ts";
import type { Hashed, PasswordsProtocol } from "#objects/protocols/passwords.ts";
import type { Database } from "#store/database.ts";
import { findPasswordHash } from "#store/people.ts";
import { countSource } from "#store/sign-in-failures.ts";
import { clientIpOf } from "../http/client-ip.ts";
import type { ManagementEnv } from "../bindings/env.ts";
import type { ManagementContext } from "../bindings/management-context.ts";
import { checkPassword } from "./check-password.ts";

const gate = new SourceGate();

export interface Asking {
  readonly db: Database;
  readonly context: ManagementContext;
  readonly request: Request;
}

/** Returns the hash of a new password. Throws a Refusal where it is too easy to guess, or where too many passwords came. */
export async function hashNewPassword({ db, context, request }: Asking, password: string): Promise<string> {
  checkPassword(password);
  const source = enterGate(context, request);
  const lockedMs = await countSource(db, source, context.now());
  if (lockedMs !== undefined) throw lockSource(context, source, lockedMs);
  return done(await passwords(context.env).hash(password, source));
}

/** Returns the hash of the person's password if it is this one, else undefined, after the same time for an unknown address. */
export async function findMatchingHash({ db, context, request }: Asking, email: string, password: string): Promise<string | undefined> {
  const hash = (await findPasswordHash(db, email)) ?? null;
  const matches = done(await passwords(context.env).verify(hash, password, passwordSource(context.env, request)));
  return matches && hash !== null ? hash : undefined;
}

/** What the attempt is counted by. Throws a Refusal where its source sends too many. */
export function enterGate(context: ManagementContext, request: Request): string | null {
  const source = passwordSource(context.env, request);
  const waitMs = source === null ? undefined : gate.enter(source, context.now());
  if (waitMs !== undefined) throw tooManyFromSource(waitMs);
  return source;
}

/** The refusal of a source that the database has locked; from now on it is refused without asking the database. */
export function lockSource(context: ManagementContext, source: string | null, lockedMs: number): Refusal {
  if (source !== null) gate.lock(source, context.now() + lockedMs);
  return tooManyFromSource(lockedMs);
}

/** Null if the source of the request is unknown. */
function passwordSource({ MILLRACE_CLIENT_IP_HEADER }: ManagementEnv, request: Request): string | null {
  const ip = clientIpOf(request, MILLRACE_CLIENT_IP_HEADER);
  return ip === null ? null : sourceOf(ip);
}

function tooManyFromSource(lockedMs: number): Refusal {
  return new Refusal("rate_limited", {
    detail: "Too many passwords were sent from your network.",
    suggestion: "Wait as long as Retry-After says.",
    retryAfterSec: Math.ceil(lockedMs / 1000),
  });
}

function passwords({ PASSWORDS }: ManagementEnv): PasswordsProtocol {
  return PASSWORDS.getByName("installation");
}

function done<Result>(hashed: Hashed<Result>): Result {
  if (hashed.kind === "done") return hashed.result;
  throw new Refusal("rate_limited", {
    detail: "Too many passwords are being checked at the moment.",
    suggestion: "Try again in a few seconds.",
    retryAfterSec: hashed.retryAfterSec,
  });
}
