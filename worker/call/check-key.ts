/** Who calls: an API key in `x-api-key` or as a bearer token, compared by its hash. */
import { Refusal } from "#flow/problems/refusal.ts";
import type { WorkflowId } from "#flow/ids.ts";
import { kindOfToken } from "#flow/keys/secret-token.ts";
import type { Endpoint, EndpointKey } from "#store/endpoint.ts";
import { hashSecret } from "#store/hash-secret.ts";

/** Hashing a key costs more than looking its hash up, and the same few keys come again and again. */
const hashes = new Map<string, string>();
const maxHashes = 1_000;

export interface Caller {
  readonly endpoint: Endpoint;
  readonly key: EndpointKey;
}

interface Endpoints {
  /** The endpoint of the workflow that is called, as far as this isolate knows. */
  known(): Endpoint | undefined | Promise<Endpoint | undefined>;
  /** The same, read again. */
  fresh(): Promise<Endpoint | undefined>;
  /** The workflow that a key belongs to. */
  ownerOf(hash: string): Promise<WorkflowId | undefined>;
}

/** The caller. Throws a Refusal: 401 for an invalid key, 404 for a key of another workflow. */
export async function checkKey(headers: Headers, workflowId: WorkflowId, endpoints: Endpoints): Promise<Caller> {
  const given = headers.get("x-api-key") ?? /^Bearer (.+)$/i.exec(headers.get("authorization") ?? "")?.[1]?.trim();
  if (!given) throw unauthenticated("The request has no API key.");
  if (kindOfToken(given) !== "live") throw unauthenticated("The API key is not valid.");
  const hash = await hashOf(given);
  return callerOf(await endpoints.known(), hash) ?? (await unknownCaller(hash, workflowId, endpoints));
}

function callerOf(endpoint: Endpoint | undefined, hash: string): Caller | undefined {
  const key = endpoint?.keys.find((candidate) => isSame(candidate.hash, hash));
  if (!endpoint || !key) return undefined;
  if (key.expiresAt !== null && key.expiresAt <= Date.now()) throw unauthenticated("The API key has expired.");
  return { endpoint, key };
}

/** A key that the cached endpoint does not know: made a moment ago elsewhere, of another workflow, or none at all. */
async function unknownCaller(hash: string, workflowId: WorkflowId, endpoints: Endpoints): Promise<Caller> {
  const owner = await endpoints.ownerOf(hash);
  if (owner === undefined) throw unauthenticated("The API key is not valid.");
  const caller = owner === workflowId ? callerOf(await endpoints.fresh(), hash) : undefined;
  if (!caller) throw new Refusal("not_found", { detail: "The workflow does not exist." });
  return caller;
}

function unauthenticated(detail: string): Refusal {
  return new Refusal("unauthenticated", { detail, suggestion: "Send a valid API key of this workflow as x-api-key or as a bearer token." });
}

async function hashOf(key: string): Promise<string> {
  const known = hashes.get(key);
  if (known) return known;
  const hash = await hashSecret(key);
  if (hashes.size >= maxHashes) hashes.delete(hashes.keys().next().value!);
  hashes.set(key, hash);
  return hash;
}

/** Compares hashes in a time that does not tell how much of them is alike. */
function isSame(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}
