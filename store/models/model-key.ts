/** API keys of model connections, sealed for their account, connection and version. */
import type { AccountId, ConnectionId } from "#flow/ids.ts";
import { open, seal, type Keyring, type SecretPlace } from "../encryption.ts";

export interface ConnectionPlace {
  readonly accountId: AccountId;
  readonly id: ConnectionId;
}

/** Where a sealed key belongs. */
export function modelKeyPlace({ accountId, id }: ConnectionPlace, version: number): SecretPlace {
  return { accountId, workflowId: id, name: "model-key", version };
}

export function sealModelKey(key: string, connection: ConnectionPlace, version: number, keyring: Keyring): Promise<string> {
  return seal(key, modelKeyPlace(connection, version), keyring);
}

/** Throws an UnsealError. */
export function openModelKey(sealed: string, connection: ConnectionPlace, version: number, keyring: Keyring): Promise<string> {
  return open(sealed, modelKeyPlace(connection, version), keyring);
}
