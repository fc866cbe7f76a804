/** What others ask of an account's Profiles object over RPC. All of it is plain data: classes do not survive the trip. */
import type { FailureClass } from "#flow/problems/node-error.ts";
import type { ErrorCode } from "#flow/problems/errors.ts";
import type { AccountId, ProfileId } from "#flow/ids.ts";

export interface TokenFailure {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly message: string;
  readonly suggestion?: string;
  readonly class: FailureClass;
}
/** `version` is the one of the profile's tokens, to name when the token is refused. */
export type TokenAnswer = { readonly ok: true; readonly accessToken: string; readonly version: number } | TokenFailure;

/** How trying a profile out went; `message` is a sentence for people and holds nothing secret. */
export interface TryAnswer {
  readonly ok: boolean;
  readonly message: string;
}

export interface Authorization {
  readonly redirectUri: string;
  readonly state: string;
  /** PKCE, S256. */
  readonly codeChallenge: string;
}

export interface Callback {
  /** The query with which the person came back, without `?`. */
  readonly query: string;
  readonly state: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
  /** Of the profile when the person was sent away. */
  readonly tokensVersion: number;
}

export interface ProfilesProtocol {
  /** A token that is newer than version `after` and not about to expire; fetched or refreshed where there is none. */
  token(accountId: AccountId, id: ProfileId, after: number): Promise<TokenAnswer>;
  /** The address to send a person to, so that they agree. */
  authorizationUrl(
    accountId: AccountId,
    id: ProfileId,
    authorization: Authorization,
  ): Promise<{ readonly ok: true; readonly url: string } | TokenFailure>;
  /** Exchanges the code that the person came back with, and keeps the tokens. */
  finish(accountId: AccountId, id: ProfileId, callback: Callback): Promise<TryAnswer>;
  /** Fetches a token, or calls the profile's test address. */
  tryOut(accountId: AccountId, id: ProfileId): Promise<TryAnswer>;
}
