/**
 * Secrets at rest: AES-256-GCM, sealed with the place they belong to, so that a text moved to another row does not
 * open. A sealed text names its key, so that a new key can come into use while the old one still opens.
 */

/** The place of a secret. `version` distinguishes the values that one place has had. */
export interface SecretPlace {
  readonly accountId: string;
  readonly workflowId: string;
  readonly name: string;
  readonly version: number;
}

export interface Keyring {
  /** The key that seals. */
  readonly current: string;
  readonly keys: ReadonlyMap<string, CryptoKey>;
}

/** Thrown where a text was not sealed for this place with a key that is known. Says nothing of the text. */
export class UnsealError extends Error {
  override readonly name = "UnsealError";
}

/** Reads `keyId:base64-of-32-bytes[,…]`; the first key seals, all of them open. Throws where the form is wrong. */
export async function parseKeyring(text: string): Promise<Keyring> {
  const keys = new Map<string, CryptoKey>();
  for (const entry of text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)) {
    const [, id, encoded] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/.exec(entry) ?? [];
    if (!id || !encoded) throw new Error("MILLRACE_ENCRYPTION_KEYS must be a list of keyId:base64-of-32-bytes.");
    if (keys.has(id)) throw new Error(`MILLRACE_ENCRYPTION_KEYS names the key ${id} twice.`);
    keys.set(id, await crypto.subtle.importKey("raw", fromBase64(encoded), "AES-GCM", false, ["encrypt", "decrypt"]));
  }
  const [current] = keys.keys();
  if (!current) throw new Error("MILLRACE_ENCRYPTION_KEYS holds no key.");
  return { current, keys };
}

/** `v1.<keyId>.<iv>.<ciphertext>`, the last two in base64url, with a fresh random IV each time. */
export async function seal(text: string, place: SecretPlace, keyring: Keyring): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  // The keyring is made only by parseKeyring, whose current key is one of its keys.
  const key = keyring.keys.get(keyring.current)!;
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytesOf(place) }, key, new TextEncoder().encode(text));
  return `v1.${keyring.current}.${toBase64Url(iv)}.${toBase64Url(new Uint8Array(sealed))}`;
}

/** The id of the key that a text was sealed with. */
export function keyIdOf(sealed: string): string {
  return sealed.split(".", 2)[1] ?? "";
}

/** The text that `seal` was given. Throws an UnsealError for another place, another key, or a changed text. */
export async function open(sealed: string, place: SecretPlace, keyring: Keyring): Promise<string> {
  const [version, keyId = "", iv = "", ciphertext = "", ...rest] = sealed.split(".");
  const key = keyring.keys.get(keyId);
  if (version !== "v1" || rest.length > 0) throw new UnsealError("The text is not sealed in a form that is known.");
  if (!key) throw new UnsealError(`The text was sealed with the key ${keyId}, which MILLRACE_ENCRYPTION_KEYS does not hold.`);
  try {
    const algorithm = { name: "AES-GCM", iv: fromBase64(iv), additionalData: bytesOf(place) };
    return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, fromBase64(ciphertext)));
  } catch {
    throw new UnsealError(`The text was not sealed as ${place.name}.`);
  }
}

/** A list in JSON, because joined names could be cut in two ways. */
function bytesOf({ accountId, workflowId, name, version }: SecretPlace): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify([accountId, workflowId, name, version])) as Uint8Array<ArrayBuffer>;
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Takes base64 with either alphabet. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}
