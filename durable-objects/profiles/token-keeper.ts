/**
 * Keeps new tokens so that none is lost: a server that rotates refresh tokens takes the old one back the moment it
 * answers. They are written to the object's own storage first, which cannot be out of reach, then to D1 for everybody,
 * and only then used. What a crash left behind is brought to D1 before anything else is done with the profile.
 */
import { parseKeyring } from "#store/encryption.ts";
import { replaceTokens } from "#store/profiles/profile-record.ts";
import { sealTokens, type ProfilePlace, type ProfileTokens } from "#store/profiles/profile-secrets.ts";
import type { ObjectsEnv } from "../env.ts";

interface Pending {
  /** The version that the tokens replace. */
  readonly before: number;
  readonly sealed: string;
}

export class TokenKeeper {
  readonly #storage: DurableObjectStorage;
  readonly #env: Pick<ObjectsEnv, "DB" | "MILLRACE_ENCRYPTION_KEYS">;

  constructor(storage: DurableObjectStorage, env: Pick<ObjectsEnv, "DB" | "MILLRACE_ENCRYPTION_KEYS">) {
    this.#storage = storage;
    this.#env = env;
  }

  /** False if the profile was changed in the meantime: then the tokens are discarded. */
  async keep(profile: ProfilePlace, before: number, tokens: ProfileTokens): Promise<boolean> {
    const sealed = await sealTokens(tokens, profile, before + 1, await parseKeyring(this.#env.MILLRACE_ENCRYPTION_KEYS));
    await this.#storage.put<Pending>(keyOf(profile), { before, sealed });
    await this.#storage.sync();
    return this.#bring(profile, { before, sealed });
  }

  /** Brings to D1 what is not there yet. Rejects where D1 does not answer; nothing may be done with the profile then. */
  async settle(profile: ProfilePlace): Promise<void> {
    const pending = await this.#storage.get<Pending>(keyOf(profile));
    if (pending) await this.#bring(profile, pending);
  }

  async #bring(profile: ProfilePlace, { before, sealed }: Pending): Promise<boolean> {
    const isKept = await replaceTokens(this.#env.DB, profile, before, sealed);
    await this.#storage.delete(keyOf(profile));
    return isKept;
  }
}

function keyOf({ id }: ProfilePlace): string {
  return `tokens ${id}`;
}
