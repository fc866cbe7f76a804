/**
 * Sessions by better-auth. Only three of its endpoints are reached, and only through the functions below: its router is
 * not mounted, so that nothing of it answers which we have not looked at.
 */
import { betterAuth } from "better-auth/minimal";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import type { AccountId, UserId } from "#flow/ids.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import { database } from "#store/database.ts";
import { hashSecret } from "#store/hash-secret.ts";
import { newId } from "#store/new-id.ts";
import { credentials, sessions, users, verifications } from "#store/schema.ts";
import type { ManagementEnv } from "../bindings/env.ts";
import { isLocal, trustedOrigins } from "./origins.ts";
import { sessionCookie } from "./session-cookie.ts";
import { clientIpOf } from "../http/client-ip.ts";
import { hashedTokens } from "./hashed-tokens.ts";

/** Without a secret of ours better-auth would sign with one that everybody can read in its source. */
function requireSecret({ MILLRACE_AUTH_SECRET }: ManagementEnv): string {
  if (MILLRACE_AUTH_SECRET?.length >= 32) return MILLRACE_AUTH_SECRET;
  throw new Refusal("unavailable", {
    detail: "This installation has no secret to sign sessions with.",
    suggestion: "The operator must set MILLRACE_AUTH_SECRET to at least 32 random characters.",
  });
}

function createAuth(env: ManagementEnv, origin: string, trusted: readonly string[]) {
  const isSecure = !isLocal(new URL(origin));
  return betterAuth({
    appName: "Millrace",
    baseURL: origin,
    basePath: "/api/auth",
    secret: requireSecret(env),
    trustedOrigins: [...trusted],
    database: hashedTokens(
      drizzleAdapter(database(env.DB), {
        provider: "sqlite",
        schema: { user: users, session: sessions, account: credentials, verification: verifications },
        // D1 has no interactive transactions.
        transaction: false,
      }),
    ),
    emailAndPassword: {
      enabled: true,
      // People are made by store/sign-up.ts, with their account, in one transaction.
      disableSignUp: true,
      password: { hash: noHashing, verify: async ({ hash, password }) => tickets.get(password) === hash },
    },
    session: { additionalFields: { activeAccountId: { type: "string", required: false, input: false } } },
    advanced: {
      cookiePrefix: "millrace",
      // Its own prefix would be __Secure-, which lets a neighbouring subdomain set the cookie.
      useSecureCookies: false,
      cookies: { session_token: { name: sessionCookie(isSecure) } },
      defaultCookieAttributes: { secure: isSecure },
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: ["cf-connecting-ip"] },
      database: { generateId: ({ model }) => newId(model === "user" ? "user" : "row", Date.now()) },
    },
    // Its memory is one isolate's. store/sign-in-failures.ts counts in the database instead.
    rateLimit: { enabled: false },
    // Its messages carry addresses and ids.
    logger: { disabled: true },
    telemetry: { enabled: false },
  });
}
/** The hashes of passwords that were found right, each by a ticket: better-auth is given the ticket in place of the password. */
const tickets = new Map<string, string>();

/** Hashes are made by passwords.ts alone, which bounds them. */
function noHashing(): Promise<string> {
  throw new Error("better-auth must not hash");
}

type Auth = ReturnType<typeof createAuth>;

/** The last one made: an installation has one origin, and making one costs milliseconds. */
let kept: { readonly env: ManagementEnv; readonly origin: string; readonly auth: Auth } | undefined;

async function authFor(env: ManagementEnv, request: Request): Promise<Auth> {
  const { origin } = new URL(request.url);
  if (kept?.origin === origin && kept.env === env) return kept.auth;
  const auth = createAuth(env, origin, trustedOrigins(request, env.MILLRACE_PUBLIC_URL));
  // Kept only once it is ready: a promise of one request must not be awaited by another.
  await auth.$context;
  kept = { env, origin, auth };
  return auth;
}

export interface SessionUser {
  readonly id: UserId;
  readonly name: string;
  readonly email: string;
}
export interface Session {
  /** As it is stored: SHA-256 of the token. */
  readonly tokenHash: string;
  readonly user: SessionUser;
  readonly activeAccountId: AccountId | null;
  /** Set where the cookie was prolonged. */
  readonly cookies: readonly string[];
}

/** The session of the request's cookie, or undefined. */
export async function findSession(env: ManagementEnv, request: Request): Promise<Session | undefined> {
  if (!request.headers.has("cookie")) return undefined;
  const auth = await authFor(env, request);
  const { response, headers } = await auth.api.getSession({ headers: request.headers, returnHeaders: true });
  if (!response) return undefined;
  const { session, user } = response;
  return {
    tokenHash: await hashSecret(session.token),
    // Ids are made by newId, above and in store/sign-up.ts.
    user: { id: user.id as UserId, name: user.name, email: user.email },
    activeAccountId: (session.activeAccountId ?? null) as AccountId | null,
    cookies: headers.getSetCookie(),
  };
}

export interface SignedIn {
  readonly user: SessionUser;
  readonly tokenHash: string;
  readonly cookies: readonly string[];
}

/**
 * Signs in a person whose password was compared with this hash, or just hashed to it. Returns the person and the new
 * session with its cookies; undefined if the password was changed in the meantime.
 */
export async function signInChecked(env: ManagementEnv, request: Request, email: string, hash: string): Promise<SignedIn | undefined> {
  const auth = await authFor(env, request);
  const password = crypto.randomUUID();
  tickets.set(password, hash);
  const answer = await auth.handler(forward(env, request, "sign-in/email", { email, password })).finally(() => tickets.delete(password));
  if (answer.status === 401 || answer.status === 400) return undefined;
  if (!answer.ok) throw new Error(`better-auth answered ${answer.status} to a sign-in`);
  const { user, token } = await answer.json<{ user: SessionUser; token: string }>();
  return {
    user: { id: user.id, name: user.name, email: user.email },
    tokenHash: await hashSecret(token),
    cookies: answer.headers.getSetCookie(),
  };
}

/** Ends the session of the request's cookie, if it has one, and answers the cookies that clear it. */
export async function endSession(env: ManagementEnv, request: Request): Promise<readonly string[]> {
  const auth = await authFor(env, request);
  const answer = await auth.handler(forward(env, request, "sign-out", {}));
  return answer.headers.getSetCookie();
}

/**
 * The request as better-auth is to see it, with the body that we have validated. Where it came from is judged by
 * `checkOrigin` alone: better-auth refuses what says how it was fetched and no Origin, which Node's fetch sends.
 */
function forward({ MILLRACE_CLIENT_IP_HEADER }: ManagementEnv, request: Request, path: string, body: object): Request {
  const headers = new Headers({ "content-type": "application/json", origin: new URL(request.url).origin });
  for (const name of ["cookie", "user-agent"]) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const ip = clientIpOf(request, MILLRACE_CLIENT_IP_HEADER);
  if (ip !== null) headers.set("cf-connecting-ip", ip);
  return new Request(new URL(`/api/auth/${path}`, request.url), { method: "POST", headers, body: JSON.stringify(body) });
}
