/**
 * A node's call with an authorization profile: the secret is put into the request here, just before it leaves, and
 * taken out of the answer here, so that no step, journal or log ever holds it.
 */
import type { ProfileId, WorkflowId } from "#flow/ids.ts";
import { errors } from "#flow/problems/errors.ts";
import type { HttpAnswer, HttpRequest } from "#flow/nodes/node.ts";
import { matchesHost } from "#flow/outbound/host-rules.ts";
import { OutboundError } from "#flow/outbound/outbound-error.ts";
import { authorized, credentialOf, secretTextsOf, type Credential } from "#flow/profiles/credential.ts";
import { isOAuth } from "#flow/profiles/is-oauth.ts";
import { Mask } from "#flow/variables/mask.ts";
import { UnsealError } from "#store/encryption.ts";
import type { ObjectsEnv } from "../env.ts";
import { isFresh, ProfileCache, type OpenedProfile } from "./profile-cache.ts";
import { toBase64 } from "./to-base64.ts";

type Send = (request: HttpRequest) => Promise<HttpAnswer>;

interface Asker {
  readonly workflowId: WorkflowId;
  /** A deployed version runs, with what came in: no draft, and no run with other data in it. */
  readonly asDeployed: boolean;
}

/** Sends a request with what its profile adds. Rejects with an OutboundError. */
export type AuthorizeHttp = (request: HttpRequest, asker: Asker, send: Send) => Promise<HttpAnswer>;

interface Held {
  readonly secret: string;
  /** Of the tokens; undefined where the secret is the profile's own. */
  readonly version?: number;
}

export function authorizeHttp(env: Pick<ObjectsEnv, "DB" | "MILLRACE_ENCRYPTION_KEYS" | "PROFILES">): AuthorizeHttp {
  const cache = new ProfileCache(env);

  /** `refused`: the version of the token that the called system did not take. */
  async function secretOf(profile: OpenedProfile, workflowId: WorkflowId, refused?: number): Promise<Held> {
    if (!isOAuth(profile.settings)) return { secret: profile.secret };
    const { tokens, tokensVersion, accountId, id } = profile;
    if (tokens && refused === undefined && isFresh(tokens, Date.now())) return { secret: tokens.accessToken, version: tokensVersion };
    const answer = await env.PROFILES.getByName(accountId).token(accountId, id, refused ?? tokensVersion);
    cache.forget(workflowId, id);
    if (answer.ok) return { secret: answer.accessToken, version: answer.version };
    throw new OutboundError(
      answer.code,
      `The authorization profile “${profile.name}” returned no token. ${answer.message}`,
      answer.suggestion ?? errors.authorization_failed.suggestion,
      answer.class,
    );
  }

  return async (request, { workflowId, asDeployed }, send) => {
    if (request.authorization === undefined) return send(request);
    const profile = await find(cache, workflowId, request.authorization);
    checkHost(profile, request.url, asDeployed);
    const held = await secretOf(profile, workflowId);
    const answer = await sendWith(profile, held.secret, request, send);
    // RFC 6750 §3.1: the token was revoked or ran out early. A 401 says that nothing was done.
    if (answer.status !== 401 || held.version === undefined) return answer;
    const renewed = await secretOf(profile, workflowId, held.version);
    return sendWith(profile, renewed.secret, request, send);
  };
}

async function sendWith({ settings }: OpenedProfile, secret: string, request: HttpRequest, send: Send): Promise<HttpAnswer> {
  const credential = credentialOf(settings, secret, toBase64);
  const { authorization: _, ...plain } = request;
  if (!credential) return send(plain);
  return masked(await send(authorized(plain, credential)), secret, credential);
}

function masked(answer: HttpAnswer, secret: string, credential: Credential): HttpAnswer {
  const mask = new Mask(secretTextsOf(secret, credential));
  return {
    status: answer.status,
    // A record stays a record.
    headers: mask.value(answer.headers) as HttpAnswer["headers"],
    body: mask.value(answer.body),
    ...(answer.warnings && { warnings: mask.value(answer.warnings) as NonNullable<HttpAnswer["warnings"]> }),
    authorizedBy: { in: credential.in, name: credential.name },
  };
}

async function find(cache: ProfileCache, workflowId: WorkflowId, id: ProfileId): Promise<OpenedProfile> {
  try {
    const profile = await cache.find(workflowId, id);
    if (profile) return profile;
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error;
    console.error(`the profile ${id} cannot be decrypted`, error.message);
    throw failure("The secret of the authorization profile cannot be decrypted with this installation's keys.", "Enter the secret again.");
  }
  throw failure("The authorization profile no longer exists.", "Choose another authorization profile and deploy again.");
}

function checkHost({ hosts, name, settings, hasNewVariables }: OpenedProfile, address: string, asDeployed: boolean): void {
  if (hosts === null) {
    if (settings.kind === "none") return;
    // One of an older build: what was deployed goes on as it did, and sends it nowhere else.
    if (asDeployed && !hasNewVariables) return;
    throw new OutboundError(
      "authorization_refused",
      `The authorization profile “${name}” does not say which hosts may receive its secret.`,
      "Open it under Authorization profiles, enter its hosts and enter the secret again.",
      "other",
    );
  }
  if (URL.canParse(address) && matchesHost(new URL(address), hosts)) return;
  const { host } = new URL(address);
  throw new OutboundError(
    "authorization_refused",
    `The authorization profile “${name}” does not allow ${host}.`,
    errors.authorization_refused.suggestion,
    "other",
  );
}

function failure(message: string, suggestion: string): OutboundError {
  return new OutboundError("authorization_failed", message, suggestion, "other");
}
