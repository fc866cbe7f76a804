/** Connecting a profile: a person is sent to the other system, agrees, and comes back with a code. */
import type { profileRoutes } from "#flow/contract/profiles.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import { limits } from "#flow/limits.ts";
import { canInAccount } from "#flow/rights/account-rights.ts";
import { parseKeyring, UnsealError } from "#store/encryption.ts";
import { hashSecret } from "#store/hash-secret.ts";
import { insertConnection, takeConnection } from "#store/profiles/connections.ts";
import { openField, sealField } from "#store/profiles/profile-secrets.ts";
import { findProfile, updateTest } from "#store/profiles/profiles.ts";
import type { Caller } from "../../auth/caller.ts";
import { baseUrl } from "../../http/base-url.ts";
import { actorOf } from "../frame/audited.ts";
import { connectionPage } from "./connection-page.ts";
import type { Handler } from "../frame/handler.ts";
import { mayChange, requireChange, requireProfile } from "./profile-access.ts";
import { secureBytes } from "../frame/secure-bytes.ts";

export const startConnection: Handler<typeof profileRoutes.startConnection> = async ({
  db,
  caller,
  params,
  request,
  context,
  answerHeaders,
}) => {
  const sessionHash = await sessionHashOf(caller);
  // Another site's page must not be able to send a visitor on their way.
  if (request.headers.get("sec-fetch-site") === "cross-site")
    throw new Refusal("forbidden", {
      detail: "The request comes from a page of another site.",
      suggestion: "Use the profile's page.",
    });
  const profile = await requireProfile(db, caller, params.profileId);
  requireChange(profile, caller);
  if (profile.settings.kind !== "authorization-code")
    throw new Refusal("conflict", { detail: "Only OAuth 2.0 authorization code profiles can be connected." });
  const { env } = context;
  const nowMs = context.now();
  const state = base64Url(secureBytes(32));
  const codeVerifier = base64Url(secureBytes(32));
  const codeChallenge = base64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(codeVerifier))));
  const redirectUri = `${baseUrl(request, env)}/api/oauth/callback`;
  const { accountId, id, tokensVersion } = profile;
  const answer = await env.PROFILES.getByName(accountId).authorizationUrl(accountId, id, { redirectUri, state, codeChallenge });
  if (!answer.ok)
    throw new Refusal("conflict", { detail: answer.message, ...(answer.suggestion ? { suggestion: answer.suggestion } : {}) });
  const verifier = await sealField(codeVerifier, profile, "verifier", tokensVersion, await parseKeyring(env.MILLRACE_ENCRYPTION_KEYS));
  const expiresAt = nowMs + limits.oauthStateMinutes * 60_000;
  const row = {
    stateHash: await hashSecret(state),
    profileId: id,
    accountId,
    sessionHash,
    verifier,
    redirectUri,
    tokensVersion,
    expiresAt,
  };
  await insertConnection(db, row, nowMs);
  answerHeaders.set("location", answer.url);
  // The referring address contains no secret, but the other system does not need it.
  answerHeaders.set("referrer-policy", "no-referrer");
  return undefined;
};

export const finishConnection: Handler<typeof profileRoutes.finishConnection> = async (call) => {
  const { db, caller, request, context, answerHeaders } = call;
  answerHeaders.set("content-security-policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
  answerHeaders.set("referrer-policy", "no-referrer");
  const { search, searchParams } = new URL(request.url);
  const state = searchParams.get("state") ?? "";
  const nowMs = context.now();
  const connection = await takeConnection(db, await hashSecret(state), await sessionHashOf(caller), nowMs);
  if (!connection) {
    return connectionPage(
      false,
      "This connection was not started in this browser, was already finished, or took longer than 10 minutes. Connect the profile again.",
    );
  }
  const { accountId, profileId: id, redirectUri, tokensVersion } = connection;
  const account = caller.memberships.find((membership) => membership.id === accountId);
  const profile = await findProfile(db, { accountId, id });
  if (!account || !profile || !canInAccount(account.role, "profiles.manage") || !mayChange(profile, { account, user: caller.user }))
    return connectionPage(false, "You can no longer connect this profile.");
  const { env } = context;
  const keyring = await parseKeyring(env.MILLRACE_ENCRYPTION_KEYS);
  const codeVerifier = await openField(connection.verifier, profile, "verifier", tokensVersion, keyring).catch(unlessSealedOtherwise);
  if (codeVerifier === undefined) return connectionPage(false, "The installation's keys have changed. Connect the profile again.");
  const answer = await env.PROFILES.getByName(accountId).finish(accountId, id, {
    query: search.slice(1),
    state,
    redirectUri,
    codeVerifier,
    tokensVersion,
  });
  const noted = updateTest(db, profile, answer.ok, answer.message, nowMs);
  // Nothing of the profile changed where it failed, except what is shown of the try.
  if (!answer.ok) await noted;
  else
    await call
      .auditAs({ accountId, actor: actorOf(caller) })
      .audited({ event: "profile.connected", subject: profile, details: {} }, [noted]);
  return connectionPage(answer.ok, answer.ok ? `The authorization profile “${profile.name}” is connected.` : answer.message);
};

function unlessSealedOtherwise(error: unknown): undefined {
  if (!(error instanceof UnsealError)) throw error;
}

/** Throws a Refusal for a program's token: the person must come back to the browser where they started. */
async function sessionHashOf({ via }: Caller): Promise<string> {
  if (via.kind === "session") return via.tokenHash;
  throw new Refusal("conflict", {
    detail: "Profiles can only be connected in a browser.",
    suggestion: "Sign in and open this address in a browser.",
  });
}

function base64Url(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
