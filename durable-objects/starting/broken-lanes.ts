/**
 * Lanes whose storage cannot be opened because its file is damaged. The platform reports only "internal error", so the
 * lane is asked once more: a lane that only crashed comes back, a damaged one fails in the same way. New runs skip it;
 * its own runs are refused with the reason until a person restores the file.
 */
import { Refusal } from "#flow/problems/refusal.ts";
import type { LaneProtocol } from "../protocols/lane.ts";
import { storageFault } from "../storage-fault.ts";

type LaneStub = DurableObjectStub<LaneProtocol & Rpc.DurableObjectBranded>;

/** After this time a lane is tried again: the file may have been restored. */
const brokenMs = 60_000;
const brokenUntil = new Map<string, number>();
/** Lanes that have answered this isolate: if such a lane breaks, the current call may have started its run. */
const answered = new Set<string>();
const maxLanes = 10_000;

export function isBroken(name: string): boolean {
  const until = brokenUntil.get(name);
  if (until === undefined) return false;
  if (until > Date.now()) return true;
  brokenUntil.delete(name);
  return false;
}

export function laneAnswered(name: string): void {
  if (answered.has(name)) return;
  if (answered.size >= maxLanes) answered.clear();
  answered.add(name);
}

/** Whether the failed call reached no lane at all, so that it may go to another one. */
export async function failedToOpen(name: string, error: unknown, lane: LaneStub): Promise<boolean> {
  if (!isOfStorage(error)) return false;
  try {
    // Asks for nothing, but has to open the file.
    await lane.ends([]);
    return false;
  } catch (again) {
    if (!isOfStorage(again)) return false;
  }
  if (brokenUntil.size >= maxLanes) brokenUntil.clear();
  brokenUntil.set(name, Date.now() + brokenMs);
  const id = lane.id.toString();
  console.error(
    `The lane ${name} cannot be opened; its data are damaged (object ${id}, on the local server the file storage/do/millrace-Runner/${id}.sqlite). ` +
      "New runs go to other lanes. Restore the file from a backup, or stop the server and move the file away to give up its runs.",
  );
  return !answered.has(name);
}

/** A refusal that says that the runs of this lane cannot be reached. */
export function brokenLane(): Refusal {
  return new Refusal("data_damaged", {
    detail: "The data of this run, or of the runs that share its Idempotency-Key's place, are damaged and cannot be read.",
    retryAfterSec: brokenMs / 1000,
  });
}

function isOfStorage(error: unknown): boolean {
  return storageFault(error) === "data_damaged" || /internal error/.test(String(error));
}
