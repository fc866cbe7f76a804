/** Profiles as this isolate has read them, opened; for so short a time that a change arrives everywhere in time. */
import type { ProfileId, WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import { parseKeyring } from "#store/encryption.ts";
import { loadProfileFor, type ProfileRecord } from "#store/profiles/profile-record.ts";
import { openField, openTokens, type ProfileTokens } from "#store/profiles/profile-secrets.ts";
import type { ObjectsEnv } from "../env.ts";

export interface OpenedProfile extends Omit<ProfileRecord, "secret" | "tokens"> {
  /** Empty where it has none. */
  readonly secret: string;
  readonly tokens: ProfileTokens | null;
}

/** More than the profiles that one isolate uses at a time; the oldest makes room. */
const maxHeld = 500;

export class ProfileCache {
  readonly #env: Pick<ObjectsEnv, "DB" | "MILLRACE_ENCRYPTION_KEYS">;
  readonly #held = new Map<string, { readonly loadedAt: number; readonly profile: OpenedProfile }>();

  constructor(env: Pick<ObjectsEnv, "DB" | "MILLRACE_ENCRYPTION_KEYS">) {
    this.#env = env;
  }

  /** A profile of the workflow's account, or undefined. Throws an UnsealError. */
  async find(workflowId: WorkflowId, id: ProfileId): Promise<OpenedProfile | undefined> {
    const key = `${workflowId} ${id}`;
    const held = this.#held.get(key);
    const now = Date.now();
    // A clock that was set back makes nothing younger.
    if (held && Math.abs(now - held.loadedAt) < limits.profileCacheMs) return held.profile;
    this.#held.delete(key);
    // Not shared between requests: each waits for its own read, because a promise of one object must not be awaited in another.
    const record = await loadProfileFor(this.#env.DB, workflowId, id);
    if (!record) return undefined;
    const profile = await this.#open(record);
    if (this.#held.size >= maxHeld) this.#held.delete(this.#held.keys().next().value!);
    this.#held.set(key, { loadedAt: now, profile });
    return profile;
  }

  /** The profile was used with another token than the one held. */
  forget(workflowId: WorkflowId, id: ProfileId): void {
    this.#held.delete(`${workflowId} ${id}`);
  }

  #open(record: ProfileRecord): Promise<OpenedProfile> {
    return openProfile(record, this.#env.MILLRACE_ENCRYPTION_KEYS);
  }
}

/** Throws an UnsealError. */
export async function openProfile(record: ProfileRecord, encryptionKeys: string): Promise<OpenedProfile> {
  const { secret, secretVersion, tokens, tokensVersion } = record;
  const keyring = secret === null && tokens === null ? undefined : await parseKeyring(encryptionKeys);
  return {
    ...record,
    secret: keyring && secret !== null ? await openField(secret, record, "secret", secretVersion, keyring) : "",
    tokens: keyring && tokens !== null ? await openTokens(tokens, record, tokensVersion, keyring) : null,
  };
}

/** Whether the token can still be sent; one whose end is not known is tried. */
export function isFresh(tokens: ProfileTokens, nowMs: number): boolean {
  return tokens.expiresAt === null || tokens.expiresAt > nowMs + limits.tokenSkewMs;
}
