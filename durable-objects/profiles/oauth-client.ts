/** OAuth 2.0 as this installation speaks it: which server, which grant, and what an answer means. Loaded when first needed. */
import * as oauth from "oauth4webapi";
import type { OutboundPolicy } from "#flow/outbound/judge-address.ts";
import type { OAuthSettings } from "#flow/profiles/profile-settings.ts";
import type { ProfileTokens } from "#store/profiles/profile-secrets.ts";
import type { Networks } from "../outbound/outbound.ts";
import { oauthFetch, requireSafe } from "./oauth-fetch.ts";
import type { Authorization, Callback } from "../protocols/profiles.ts";

export class OAuthClient {
  readonly #settings: OAuthSettings;
  readonly #secret: string;
  readonly #policy: OutboundPolicy;
  // What is sent to http addresses is judged by requireSafe.
  readonly #options: { [oauth.customFetch]: ReturnType<typeof oauthFetch>; [oauth.allowInsecureRequests]: true };

  constructor(settings: OAuthSettings, secret: string, policy: OutboundPolicy, networks: Networks) {
    this.#settings = settings;
    this.#secret = secret;
    this.#policy = policy;
    this.#options = { [oauth.customFetch]: oauthFetch(policy, networks), [oauth.allowInsecureRequests]: true };
  }

  async byClientCredentials(nowMs: number): Promise<ProfileTokens> {
    const server = await this.#server();
    const parameters = { ...this.#asked() };
    const answer = await oauth.clientCredentialsGrantRequest(server, this.#client, this.#authentication, parameters, this.#options);
    return tokensOf(await oauth.processClientCredentialsResponse(server, this.#client, answer), null, nowMs);
  }

  /** A server that rotates refresh tokens answers a new one; the old one stays where it does not. */
  async byRefreshToken(refreshToken: string, nowMs: number): Promise<ProfileTokens> {
    const server = await this.#server();
    const { scope: _, ...again } = this.#asked();
    const answer = await oauth.refreshTokenGrantRequest(server, this.#client, this.#authentication, refreshToken, {
      ...this.#options,
      additionalParameters: again,
    });
    return tokensOf(await oauth.processRefreshTokenResponse(server, this.#client, answer), refreshToken, nowMs);
  }

  async authorizationUrl({ redirectUri, state, codeChallenge }: Authorization): Promise<string> {
    const { authorization_endpoint: endpoint } = await this.#server();
    if (!endpoint) throw new oauth.OperationProcessingError("the server publishes no authorization endpoint");
    requireSafe(endpoint, this.#policy);
    const url = new URL(endpoint);
    const parameters = {
      response_type: "code",
      client_id: this.#settings.clientId,
      redirect_uri: redirectUri,
      state,
      code_challenge: codeChallenge,
      code_challenge_method: "S256",
      ...this.#asked(),
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url.href;
  }

  /** Throws for an answer of another server (RFC 9207), a refusal, or a code that is not good. */
  async byCode({ query, state, redirectUri, codeVerifier }: Callback, nowMs: number): Promise<ProfileTokens> {
    const parameters = new URLSearchParams(query);
    const server = this.#answeredBy(await this.#server(), parameters.get("iss"));
    const checked = oauth.validateAuthResponse(server, this.#client, parameters, state);
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      this.#client,
      this.#authentication,
      checked,
      redirectUri,
      codeVerifier,
      { ...this.#options, additionalParameters: this.#settings.resource ? { resource: this.#settings.resource } : {} },
    );
    return tokensOf(await oauth.processAuthorizationCodeResponse(server, this.#client, answer), null, nowMs);
  }

  get #client(): oauth.Client {
    return { client_id: this.#settings.clientId };
  }

  get #authentication(): oauth.ClientAuth {
    switch (this.#settings.authMethod) {
      case "basic":
        return basic(this.#secret);
      case "post":
        return oauth.ClientSecretPost(this.#secret);
      case "none":
        return oauth.None();
    }
  }

  #asked(): Record<string, string> {
    const { scopes, audience, resource } = this.#settings;
    return {
      ...(scopes.length > 0 ? { scope: scopes.join(" ") } : {}),
      ...(audience ? { audience } : {}),
      ...(resource ? { resource } : {}),
    };
  }

  /** The addresses given, and where some are missing those of the discovery document. */
  async #server(): Promise<oauth.AuthorizationServer> {
    const { issuer, tokenUrl, kind } = this.#settings;
    const authorizationUrl = kind === "authorization-code" ? this.#settings.authorizationUrl : undefined;
    const given = {
      ...(tokenUrl ? { token_endpoint: tokenUrl } : {}),
      ...(authorizationUrl ? { authorization_endpoint: authorizationUrl } : {}),
    };
    const isComplete = tokenUrl !== undefined && (kind === "client-credentials" || authorizationUrl !== undefined);
    // The schema requires the issuer or an address.
    if (isComplete || issuer === undefined) return { issuer: issuer ?? new URL(authorizationUrl ?? tokenUrl!).origin, ...given };
    return { ...(await this.#discover(new URL(issuer))), ...given };
  }

  /** OpenID Connect's place for the document, then RFC 8414's. */
  async #discover(issuer: URL): Promise<oauth.AuthorizationServer> {
    const openid = await oauth.discoveryRequest(issuer, { ...this.#options, algorithm: "oidc" });
    if (openid.status === 200) return oauth.processDiscoveryResponse(issuer, openid);
    return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { ...this.#options, algorithm: "oauth2" }));
  }

  /** Where no issuer is known, the answer must at least come from the origin to which the person was sent. */
  #answeredBy(server: oauth.AuthorizationServer, iss: string | null): oauth.AuthorizationServer {
    if (this.#settings.issuer || iss === null || !URL.canParse(iss)) return server;
    return new URL(iss).origin === server.issuer ? { ...server, issuer: iss } : server;
  }
}

/**
 * RFC 6749 §2.3.1 has both parts encoded as in a form. The library's own encodes more than forms do (`-`, `_`, `.`), and
 * servers that do not decode, of which there are many, would then not know the secret.
 */
function basic(secret: string): oauth.ClientAuth {
  const encoded = (text: string) => new URLSearchParams([["", text]]).toString().slice(1);
  return (_server, client, _body, headers) => {
    headers.set("authorization", `Basic ${btoa(`${encoded(client.client_id)}:${encoded(secret)}`)}`);
  };
}

function tokensOf(answer: oauth.TokenEndpointResponse, refreshToken: string | null, nowMs: number): ProfileTokens {
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? refreshToken,
    expiresAt: answer.expires_in === undefined ? null : nowMs + answer.expires_in * 1000,
  };
}
