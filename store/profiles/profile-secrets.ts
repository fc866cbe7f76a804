/** The sealed texts of a profile: its secret, its tokens, and the verifier of a connection in progress. */
import type { AccountId, ProfileId } from "#flow/ids.ts";
import { open, seal, type Keyring, type SecretPlace } from "../encryption.ts";

export interface ProfilePlace {
  readonly accountId: AccountId;
  readonly id: ProfileId;
}
export type SealedField = "secret" | "tokens" | "verifier";

/** The tokens of an OAuth profile. Times are epoch milliseconds; null means unknown, so that only a 401 shows the expiry. */
export interface ProfileTokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly expiresAt: number | null;
}

/** Where a sealed text of a profile belongs: its account, itself, the field, and the field's version. */
export function profilePlace({ accountId, id }: ProfilePlace, field: SealedField, version: number): SecretPlace {
  return { accountId, workflowId: id, name: `profile-${field}`, version };
}

export function sealField(text: string, profile: ProfilePlace, field: SealedField, version: number, keyring: Keyring): Promise<string> {
  return seal(text, profilePlace(profile, field, version), keyring);
}

/** Throws an UnsealError. */
export function openField(sealed: string, profile: ProfilePlace, field: SealedField, version: number, keyring: Keyring): Promise<string> {
  return open(sealed, profilePlace(profile, field, version), keyring);
}

export function sealTokens(tokens: ProfileTokens, profile: ProfilePlace, version: number, keyring: Keyring): Promise<string> {
  return sealField(JSON.stringify(tokens), profile, "tokens", version, keyring);
}

/** Throws an UnsealError. */
export async function openTokens(sealed: string, profile: ProfilePlace, version: number, keyring: Keyring): Promise<ProfileTokens> {
  // Written by sealTokens.
  return JSON.parse(await openField(sealed, profile, "tokens", version, keyring)) as ProfileTokens;
}
