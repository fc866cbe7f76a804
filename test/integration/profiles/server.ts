/**
 * An OAuth 2.0 authorization server and a resource that wants its tokens, outside of workerd. Each realm `/r/<name>` is a
 * server of its own: a test sets it up by POST to `…/setup` and reads what came in at `…/journal`. It is strict where
 * real ones are: codes work once, PKCE is checked, and a rotated refresh token that comes again ends the whole family.
 */
import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";

export interface RealmSettings {
  readonly clientId: string;
  /** None for a public client. */
  readonly clientSecret?: string;
  readonly authMethod: "basic" | "post" | "none";
  readonly expiresInSec: number | null;
  /** Whether each use of a refresh token brings a new one. */
  readonly rotates: boolean;
  /** Whether answers carry `iss` (RFC 9207), and whose. */
  readonly iss: "own" | "none";
  /** Answered instead of tokens. */
  readonly refuse?: { readonly status: number; readonly error: string };
  readonly delayMs: number;
  /** What the token endpoint answers beside the usual. */
  readonly extra?: Record<string, unknown>;
}

export interface RealmJournal {
  readonly tokenRequests: readonly { readonly form: Record<string, string>; readonly authorization: string | null }[];
  readonly apiRequests: readonly { readonly authorization: string | null; readonly idempotencyKey: string | null }[];
  /** A refresh token came a second time. */
  readonly reused: boolean;
}

declare module "vitest" {
  interface ProvidedContext {
    authorizationServer: string;
  }
}

interface Grant {
  readonly challenge: string;
  readonly redirectUri: string;
  readonly scope: string;
}
interface Realm {
  settings: RealmSettings;
  tokenRequests: { form: Record<string, string>; authorization: string | null }[];
  apiRequests: { authorization: string | null; idempotencyKey: string | null }[];
  reused: boolean;
  readonly codes: Map<string, Grant>;
  readonly access: Set<string>;
  readonly refresh: Map<string, "good" | "used">;
}

const usual: RealmSettings = {
  clientId: "client",
  clientSecret: "s3cret",
  authMethod: "basic",
  expiresInSec: 3600,
  rotates: true,
  iss: "own",
  delayMs: 0,
};
const realms = new Map<string, Realm>();

function realmOf(name: string): Realm {
  const known = realms.get(name);
  if (known) return known;
  const realm: Realm = {
    settings: usual,
    tokenRequests: [],
    apiRequests: [],
    reused: false,
    codes: new Map(),
    access: new Set(),
    refresh: new Map(),
  };
  realms.set(name, realm);
  return realm;
}

async function handle(request: IncomingMessage, answer: ServerResponse, origin: string): Promise<void> {
  const url = new URL(request.url!, origin);
  const [, , name = "", ...rest] = url.pathname.split("/");
  const realm = realmOf(name);
  const issuer = `${origin}/r/${name}`;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  switch (rest.join("/")) {
    case "setup":
      realm.settings = { ...realm.settings, ...(JSON.parse(body) as Partial<RealmSettings>) };
      return json(answer, 200, {});
    case "journal":
      return json(answer, 200, { tokenRequests: realm.tokenRequests, apiRequests: realm.apiRequests, reused: realm.reused });
    case "revoke":
      realm.access.clear();
      return json(answer, 200, {});
    case ".well-known/openid-configuration":
      return json(answer, 200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        authorization_response_iss_parameter_supported: realm.settings.iss !== "none",
      });
    case "authorize":
      return authorize(realm, url.searchParams, answer, issuer);
    case "token":
      return token(realm, new URLSearchParams(body), request.headers.authorization ?? null, answer);
    case "api":
      return api(realm, request, answer);
    default:
      answer.writeHead(404).end();
  }
}

/** The person agrees at once. */
function authorize({ settings, codes }: Realm, query: URLSearchParams, answer: ServerResponse, issuer: string): void {
  const redirectUri = query.get("redirect_uri")!;
  if (
    query.get("client_id") !== settings.clientId ||
    query.get("response_type") !== "code" ||
    query.get("code_challenge_method") !== "S256"
  )
    return json(answer, 400, { error: "invalid_request" });
  const code = secret();
  codes.set(code, { challenge: query.get("code_challenge")!, redirectUri, scope: query.get("scope") ?? "" });
  const back = new URL(redirectUri);
  back.searchParams.set("code", code);
  back.searchParams.set("state", query.get("state")!);
  if (settings.iss !== "none") back.searchParams.set("iss", issuer);
  answer.writeHead(302, { location: back.href }).end();
}

async function token(realm: Realm, form: URLSearchParams, authorization: string | null, answer: ServerResponse): Promise<void> {
  const { settings, codes, access, refresh } = realm;
  realm.tokenRequests.push({ form: Object.fromEntries(form), authorization });
  await new Promise((resolve) => setTimeout(resolve, settings.delayMs));
  if (settings.refuse) return json(answer, settings.refuse.status, { error: settings.refuse.error });
  if (!isClient(settings, form, authorization)) return json(answer, 401, { error: "invalid_client" });
  const refused = (): void => json(answer, 400, { error: "invalid_grant" });
  let givesRefresh = false;
  switch (form.get("grant_type")) {
    case "client_credentials":
      break;
    case "authorization_code": {
      const grant = codes.get(form.get("code")!);
      codes.delete(form.get("code")!);
      const challenge = createHash("sha256")
        .update(form.get("code_verifier") ?? "")
        .digest("base64url");
      if (!grant || grant.challenge !== challenge || grant.redirectUri !== form.get("redirect_uri")) return refused();
      givesRefresh = true;
      break;
    }
    case "refresh_token": {
      const given = form.get("refresh_token")!;
      const state = refresh.get(given);
      if (state === "used") {
        realm.reused = true;
        refresh.clear();
        access.clear();
      }
      if (state !== "good") return refused();
      if (settings.rotates) refresh.set(given, "used");
      givesRefresh = settings.rotates;
      break;
    }
    default:
      return json(answer, 400, { error: "unsupported_grant_type" });
  }
  const accessToken = `at-${secret()}`;
  access.add(accessToken);
  const refreshToken = givesRefresh ? `rt-${secret()}` : undefined;
  if (refreshToken !== undefined) refresh.set(refreshToken, "good");
  json(answer, 200, {
    access_token: accessToken,
    token_type: "Bearer",
    ...(settings.expiresInSec === null ? {} : { expires_in: settings.expiresInSec }),
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    ...settings.extra,
  });
}

function isClient({ clientId, clientSecret, authMethod }: RealmSettings, form: URLSearchParams, authorization: string | null): boolean {
  if (authMethod === "none") return form.get("client_id") === clientId && authorization === null && !form.has("client_secret");
  if (authMethod === "post")
    return form.get("client_id") === clientId && form.get("client_secret") === clientSecret && authorization === null;
  const [id, secret] = Buffer.from(authorization?.replace(/^Basic /, "") ?? "", "base64")
    .toString()
    .split(":");
  // RFC 6749 §2.3.1
  const decoded = (text = "") => decodeURIComponent(text.replaceAll("+", " "));
  return decoded(id) === clientId && decoded(secret) === clientSecret;
}

/** Answers what it was sent, as careless systems do. */
function api({ access, apiRequests }: Realm, request: IncomingMessage, answer: ServerResponse): void {
  const authorization = request.headers.authorization ?? null;
  apiRequests.push({ authorization, idempotencyKey: String(request.headers["idempotency-key"]) });
  if (!access.has(authorization?.replace(/^Bearer /, "") ?? "")) return json(answer, 401, { error: "invalid_token" });
  json(answer, 200, { ok: true, echo: request.headers, url: request.url });
}

function json(answer: ServerResponse, status: number, value: unknown): void {
  answer.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function secret(): string {
  return randomBytes(16).toString("hex");
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let origin = "";
  const server = createServer((request, answer) => void handle(request, answer, origin).catch(() => answer.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  project.provide("authorizationServer", origin);
  return async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
}
