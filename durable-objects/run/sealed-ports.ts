/**
 * The ports of a run that may make no calls, whatever its flow asks for. Every port is named here, so a new way out
 * does not compile until someone has decided about it.
 */

import { refusedCall } from "#flow/reruns/replay-plan.ts";
import type { LanePorts } from "./lane-ports.ts";

/** The ports of a lane without its way out: each call rejects with `refusedCall`. */
export function sealedPorts({ store, commit, at, script, share, stored, changed, ended, over, parked }: LanePorts): LanePorts {
  const http = () => Promise.reject(Object.assign(new Error(refusedCall.message), refusedCall));
  return { store, commit, at, script, share, stored, changed, ended, over, parked, http };
}
