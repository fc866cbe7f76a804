/**
 * The authorization profiles of one account: the only place that asks authorization servers for tokens. For each
 * profile one thing happens at a time, so that two runs never use one refresh token.
 */
import { DurableObject } from "cloudflare:workers";
import { limits } from "#flow/limits.ts";
import type { AccountId, ProfileId } from "#flow/ids.ts";
import { isOAuth } from "#flow/profiles/is-oauth.ts";
import { loadProfile, noteTest } from "#store/profiles/profile-record.ts";
import type { ProfilePlace, ProfileTokens } from "#store/profiles/profile-secrets.ts";
import type { ObjectsEnv } from "../env.ts";
import { outboundOf } from "../outbound/outbound-of.ts";
import { explainFailure, failed, type Explained } from "./explain-failure.ts";
import type { OAuthClient } from "./oauth-client.ts";
import { isFresh, openProfile, type OpenedProfile } from "./profile-cache.ts";
import type { Authorization, Callback, ProfilesProtocol, TokenAnswer, TryAnswer } from "../protocols/profiles.ts";
import { TokenKeeper } from "./token-keeper.ts";
import { tryCall } from "./try-call.ts";

export class Profiles extends DurableObject<ObjectsEnv> implements ProfilesProtocol {
  readonly #keeper: TokenKeeper;
  readonly #outbound = outboundOf(this.env);
  /** The end of the work in progress for a profile. */
  readonly #turns = new Map<ProfileId, Promise<unknown>>();
  /** Refusals of the last seconds, and for which tokens, so that a hundred runs do not ask a hundred times. */
  readonly #refusals = new Map<ProfileId, { readonly version: number; readonly until: number; readonly answer: Explained }>();

  constructor(ctx: DurableObjectState, env: ObjectsEnv) {
    super(ctx, env);
    this.#keeper = new TokenKeeper(ctx.storage, env);
  }

  token(accountId: AccountId, id: ProfileId, after: number): Promise<TokenAnswer> {
    return this.#inTurn({ accountId, id }, async (profile) => {
      const { tokens, tokensVersion } = profile;
      if (tokens && tokensVersion > after && isFresh(tokens, Date.now())) return given(tokens, tokensVersion);
      const refusal = this.#refusals.get(id);
      if (refusal && refusal.version === tokensVersion && refusal.until > Date.now()) return plain(refusal.answer);
      return this.#renew(profile);
    });
  }

  authorizationUrl(accountId: AccountId, id: ProfileId, authorization: Authorization) {
    return this.#inTurn({ accountId, id }, async (profile) => {
      if (profile.settings.kind !== "authorization-code") return plain(failed("The profile does not need consent.", "other", false));
      try {
        return { ok: true as const, url: await (await this.#client(profile)).authorizationUrl(authorization) };
      } catch (error) {
        return plain(explainFailure(error));
      }
    });
  }

  async finish(accountId: AccountId, id: ProfileId, callback: Callback): Promise<TryAnswer> {
    const answer = await this.#inTurn({ accountId, id }, async (profile): Promise<TokenAnswer> => {
      if (profile.tokensVersion !== callback.tokensVersion) return plain(changedMeanwhile());
      const client = await this.#client(profile);
      const fetched = await client.byCode(callback, Date.now()).catch(explainFailure);
      return "ok" in fetched ? plain(fetched) : this.#keep(profile, fetched);
    });
    return answer.ok ? { ok: true, message: "Connected." } : { ok: false, message: answer.message };
  }

  async tryOut(accountId: AccountId, id: ProfileId): Promise<TryAnswer> {
    const answer = await this.#inTurn({ accountId, id }, async (profile) => {
      const { settings, secret, tokens, tokensVersion } = profile;
      if (!isOAuth(settings)) return { ok: true as const, secret, profile };
      // A server that gave no refresh token cannot be asked; its token is as good as its date says.
      const isFinal =
        settings.kind === "authorization-code" && tokens !== null && tokens.refreshToken === null && isFresh(tokens, Date.now());
      const renewed = isFinal ? given(tokens, tokensVersion) : await this.#renew(profile);
      return renewed.ok ? { ok: true as const, secret: renewed.accessToken, profile } : renewed;
    });
    return answer.ok
      ? tryCall(answer.profile, answer.secret, this.#outbound.policy, this.#outbound.networks)
      : { ok: false, message: answer.message };
  }

  async #renew(profile: OpenedProfile): Promise<TokenAnswer> {
    const { id, settings, tokens } = profile;
    if (!isOAuth(settings)) return plain(failed("The profile has no tokens.", "other", false));
    if (settings.kind === "authorization-code" && !tokens?.refreshToken) {
      const message = tokens
        ? "The connection has expired, and there is no refresh token to renew it."
        : "The profile is not connected yet.";
      return this.#refused(profile, failed(message, "other", true));
    }
    const client = await this.#client(profile);
    const now = Date.now();
    const asked =
      settings.kind === "client-credentials" ? client.byClientCredentials(now) : client.byRefreshToken(tokens!.refreshToken!, now);
    const fetched = await asked.catch(explainFailure);
    if ("ok" in fetched) return fetched.refused ? this.#refused(profile, fetched) : plain(fetched);
    const answer = await this.#keep(profile, fetched);
    if (answer.ok && profile.testOk === false) await noteTest(this.env.DB, profile, { ok: true, message: "A token was fetched.", at: now });
    this.#refusals.delete(id);
    return answer;
  }

  /** If the server refuses, the profile is shown as failed until a person tests it again. */
  async #refused(profile: OpenedProfile, answer: Explained): Promise<TokenAnswer> {
    const now = Date.now();
    if (this.#refusals.size >= limits.maxProfiles) this.#refusals.clear();
    this.#refusals.set(profile.id, { version: profile.tokensVersion, until: now + limits.tokenRefusalMs, answer });
    await noteTest(this.env.DB, profile, { ok: false, message: answer.message, at: now });
    return plain(answer);
  }

  async #keep(profile: OpenedProfile, tokens: ProfileTokens): Promise<TokenAnswer> {
    const isKept = await this.#keeper.keep(profile, profile.tokensVersion, tokens);
    return isKept ? given(tokens, profile.tokensVersion + 1) : plain(changedMeanwhile());
  }

  /** Loaded with the first token: a lane's neighbours do not wait for it. */
  async #client({ settings, secret }: OpenedProfile): Promise<OAuthClient> {
    if (!isOAuth(settings)) throw new Error("The profile does not use OAuth 2.0.");
    const { OAuthClient } = await import("./oauth-client.ts");
    return new OAuthClient(settings, secret, this.#outbound.policy, this.#outbound.networks);
  }

  async #inTurn<Answer>(
    place: ProfilePlace,
    work: (profile: OpenedProfile) => Promise<Answer>,
  ): Promise<Answer | ReturnType<typeof plain>> {
    const before = this.#turns.get(place.id);
    const mine = (async () => {
      await before?.catch(() => {});
      await this.#keeper.settle(place);
      const record = await loadProfile(this.env.DB, place);
      if (!record) return plain(failed("The authorization profile no longer exists.", "other", false));
      return work(await openProfile(record, this.env.MILLRACE_ENCRYPTION_KEYS));
    })();
    this.#turns.set(place.id, mine);
    try {
      return await mine;
    } catch (error) {
      // What is thrown is the database's or the keys'; neither may bring the profile's secrets into an answer.
      console.error(`the profile ${place.id} could not be used`, error);
      return plain({ ...failed("The profile's secrets could not be read or saved.", "network", false), code: "unavailable" as const });
    } finally {
      if (this.#turns.get(place.id) === mine) this.#turns.delete(place.id);
    }
  }
}

function given({ accessToken }: ProfileTokens, version: number): TokenAnswer {
  return { ok: true, accessToken, version };
}

function changedMeanwhile(): Explained {
  return failed("The profile was changed in the meantime.", "network", false);
}

/** Without what only this object needs. */
function plain({ ok, code, message, suggestion, class: failureClass }: Omit<Explained, "refused">) {
  return { ok, code, message, ...(suggestion === undefined ? {} : { suggestion }), class: failureClass };
}
