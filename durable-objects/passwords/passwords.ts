/**
 * Hashes and checks every password of the installation, one at a time. A hash takes some tenths of a second on purpose.
 * In an object of its own it does not hold up the isolates that serve calls, and its queue is the same for everybody,
 * wherever a request comes in. The local server has one thread for all isolates, so there the work leaves it.
 */
import { DurableObject } from "cloudflare:workers";
import { limits } from "#flow/limits.ts";
import type { ObjectsEnv } from "../env.ts";
import { deriveOnMachine } from "./derive-on-machine.ts";
import { HashQueue } from "./hash-queue.ts";
import type { Hashed, PasswordsProtocol } from "../protocols/passwords.ts";
import { deriveHere, hashPassword, verifyPassword, type Derive } from "./scrypt.ts";

export class Passwords extends DurableObject<ObjectsEnv> implements PasswordsProtocol {
  readonly #queue = new HashQueue({ max: limits.maxPasswordQueue, maxPerSource: limits.maxPasswordQueuePerSource });
  readonly #derive: Derive;

  constructor(ctx: DurableObjectState, env: ObjectsEnv) {
    super(ctx, env);
    this.#derive = env.MACHINE ? deriveOnMachine(env.MACHINE) : deriveHere;
  }

  async hash(password: string, source: string | null): Promise<Hashed<string>> {
    return this.#queue.run(source, () => hashPassword(password, this.#derive));
  }

  async verify(hash: string | null, password: string, source: string | null): Promise<Hashed<boolean>> {
    return this.#queue.run(source, () => verifyPassword(hash, password, this.#derive));
  }
}
