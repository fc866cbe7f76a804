/** The headers that exports carry: sealed, because they hold the receiver's credentials. */
import type { AccountId } from "#flow/ids.ts";
import { open, seal, type Keyring, type SecretPlace } from "../encryption.ts";

/** Name and value, in the order in which they are sent. */
export type Headers = readonly (readonly [string, string])[];

/** It belongs to no workflow. */
export function telemetryPlace(accountId: AccountId, version: number): SecretPlace {
  return { accountId, workflowId: "", name: "telemetry-headers", version };
}

/** The headers as the database keeps them; `version` counts how often they were given. */
export function sealHeaders(headers: Headers, accountId: AccountId, version: number, keyring: Keyring): Promise<string> {
  return seal(JSON.stringify(headers), telemetryPlace(accountId, version), keyring);
}

/** Throws an UnsealError. */
export async function openHeaders(sealed: string, accountId: AccountId, version: number, keyring: Keyring): Promise<Headers> {
  // Written by sealHeaders.
  return JSON.parse(await open(sealed, telemetryPlace(accountId, version), keyring)) as Headers;
}
