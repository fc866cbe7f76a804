/** Who sends a request to the management API, and in which account. */
import { kindOfToken } from "#flow/keys/secret-token.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import type { TokenId } from "#flow/ids.ts";
import type { TokenScope } from "#flow/rights/token-scopes.ts";
import type { Database } from "#store/database.ts";
import { hashSecret } from "#store/hash-secret.ts";
import { membershipsOf, type Membership } from "#store/members.ts";
import { findToken, touchToken } from "#store/tokens.ts";
import type { ManagementContext } from "../bindings/management-context.ts";
import { findSession, type SessionUser } from "./sessions.ts";

export interface Caller {
  readonly user: SessionUser;
  readonly memberships: readonly Membership[];
  /** The account they work in; undefined for a person without an account. */
  readonly account: Membership | undefined;
  readonly via:
    | { readonly kind: "session"; readonly tokenHash: string; readonly cookies: readonly string[] }
    | { readonly kind: "token"; readonly id: TokenId; readonly expiresAt: number | null; readonly scopes: readonly TokenScope[] | null };
}

/** The caller, or undefined without valid credentials. An Authorization header decides alone, whatever cookie came with it. */
export async function findCaller(context: ManagementContext, db: Database, request: Request): Promise<Caller | undefined> {
  const authorization = request.headers.get("authorization");
  return authorization === null ? bySession(context, db, request) : byToken(context, db, authorization);
}

async function bySession({ env }: ManagementContext, db: Database, request: Request): Promise<Caller | undefined> {
  const session = await findSession(env, request);
  if (!session) return undefined;
  const memberships = await membershipsOf(db, session.user.id);
  const account = memberships.find(({ id }) => id === session.activeAccountId) ?? memberships[0];
  return { user: session.user, memberships, account, via: { kind: "session", tokenHash: session.tokenHash, cookies: session.cookies } };
}

async function byToken({ now }: ManagementContext, db: Database, authorization: string): Promise<Caller | undefined> {
  const text = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (!text) return undefined;
  if (text.startsWith("mr_live_")) {
    throw new Refusal("unauthenticated", {
      detail: "API keys can only call deployed workflows.",
      suggestion: "Use a personal access token, which starts with mr_pat_.",
    });
  }
  if (kindOfToken(text) !== "pat") return undefined;
  const token = await findToken(db, await hashSecret(text));
  const at = now();
  if (!token) return undefined;
  // Only the holder of the token learns this, and the token opens nothing any more.
  if (token.expiresAt !== null && token.expiresAt <= at) {
    throw new Refusal("unauthenticated", {
      detail: `The token expired at ${new Date(token.expiresAt).toISOString()}.`,
      suggestion: "Create a new personal access token.",
    });
  }
  const memberships = await membershipsOf(db, token.user.id);
  const account = memberships.find(({ id }) => id === token.accountId);
  // A person who left the account keeps the token's row, but it opens nothing any more.
  if (!account) return undefined;
  if (token.lastUsedAt === null || token.lastUsedAt <= at - 60_000) await touchToken(db, token.id, at);
  return { user: token.user, memberships, account, via: { kind: "token", id: token.id, expiresAt: token.expiresAt, scopes: token.scopes } };
}
