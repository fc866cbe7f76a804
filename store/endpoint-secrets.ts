/** The two secrets of an endpoint, sealed for their workflow. They are opened only where a push is sent or an owner asks. */
import type { AccountId, WorkflowId } from "#flow/ids.ts";
import { open, seal, type Keyring, type SecretPlace } from "./encryption.ts";
import type { DeployedSettings } from "./endpoint.ts";

interface Owner {
  readonly accountId: AccountId;
  readonly workflowId: WorkflowId;
}

function placeOf(owner: Owner, name: "access-token" | "signing-secret", version: number): SecretPlace {
  return { accountId: owner.accountId, workflowId: owner.workflowId, name, version };
}

/** The sealed texts of settings, each with its place. */
export function placesOfSettings({ async }: DeployedSettings, owner: Owner): { text: string; place: SecretPlace }[] {
  const { accessToken, accessTokenVersion, signingSecret } = async;
  return [
    { text: signingSecret, place: placeOf(owner, "signing-secret", 1) },
    ...(accessToken === null ? [] : [{ text: accessToken, place: placeOf(owner, "access-token", accessTokenVersion) }]),
  ];
}

export function sealAccessToken(text: string, owner: Owner, version: number, keyring: Keyring): Promise<string> {
  return seal(text, placeOf(owner, "access-token", version), keyring);
}

export function sealSigningSecret(text: string, owner: Owner, keyring: Keyring): Promise<string> {
  return seal(text, placeOf(owner, "signing-secret", 1), keyring);
}

/** The bearer token that a push carries, or null where none is set. Throws an UnsealError. */
export async function openAccessToken(settings: DeployedSettings, owner: Owner, keyring: Keyring): Promise<string | null> {
  const { accessToken, accessTokenVersion } = settings.async;
  return accessToken === null ? null : open(accessToken, placeOf(owner, "access-token", accessTokenVersion), keyring);
}

/** The `whsec_…` secret that signs pushes. Throws an UnsealError. */
export function openSigningSecret(settings: DeployedSettings, owner: Owner, keyring: Keyring): Promise<string> {
  return open(settings.async.signingSecret, placeOf(owner, "signing-secret", 1), keyring);
}
