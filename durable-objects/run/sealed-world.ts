/**
 * The world of a run that may make no calls, whatever its flow asks for. Every part is named here, so a new way out
 * does not compile until someone has decided about it.
 */
import { refusedCall } from "#flow/reruns/replay-plan.ts";
import type { RunWorld } from "./run-world.ts";

/** The same world without its way out: each call rejects with `refusedCall`. */
export function sealedWorld({ at, script }: RunWorld): RunWorld {
  const http = () => Promise.reject(Object.assign(new Error(refusedCall.message), refusedCall));
  return { at, script, http };
}
