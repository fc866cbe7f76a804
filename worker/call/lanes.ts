/**
 * Which lane a run goes to. Without an Idempotency-Key it is the lowest lane near the caller that has room, as far as
 * this isolate knows, so that few lanes are warm rather than many cold. With one it is a hash of the key, so that the
 * repetition meets the first call wherever it comes in.
 */
import { canvasLane, laneName, laneOfRun, type Lane, type WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import type { Runner } from "#objects/runner/runner.ts";
import type { Env } from "../env.ts";
import { hasLane } from "./known-lanes.ts";

/** Calls of this isolate that a lane has not answered yet, by the lane's object name. */
const inFlight = new Map<string, number>();

/** The lanes to try, in order. `colo` is where the platform received the call. */
export function lanesFor(workflowId: WorkflowId, colo: string | undefined, idempotencyHash: string | undefined): Lane[] {
  if (idempotencyHash !== undefined) return [{ place: "key", n: Number.parseInt(idempotencyHash.slice(0, 8), 16) % limits.keyLanes }];
  const near = /^[A-Za-z]{3}$/.test(colo ?? "") ? colo!.toLowerCase() : "loc";
  const place = near === canvasLane.place ? "loc" : near;
  const lanes = Array.from({ length: limits.maxLanes }, (_, n) => ({ place, n }));
  const withRoom = lanes.findIndex((lane) => (inFlight.get(laneName(workflowId, lane)) ?? 0) < limits.laneCapacity);
  return withRoom < 0 ? [] : lanes.slice(withRoom);
}

/** The lane that a run's id names; undefined where the text is no run id, or names a lane that the workflow does not have. */
export async function laneWith(
  { RUNNER, DB }: Pick<Env, "RUNNER" | "DB">,
  workflowId: WorkflowId,
  runId: string,
): Promise<DurableObjectStub<Runner> | undefined> {
  const lane = laneOfRun(runId);
  if (lane?.place === canvasLane.place) return undefined; // Runs on the canvas are asked for by their builders only.
  const lanes = lane?.place === "key" ? limits.keyLanes : limits.maxLanes;
  if (!lane || lane.n >= lanes) return undefined;
  const name = laneName(workflowId, lane);
  return (await hasLane(DB, workflowId, name)) ? RUNNER.getByName(name) : undefined;
}

/** Counts a call as in flight while `work` runs. */
export async function countInFlight<T>(objectName: string, work: () => Promise<T>): Promise<T> {
  inFlight.set(objectName, (inFlight.get(objectName) ?? 0) + 1);
  try {
    return await work();
  } finally {
    const left = inFlight.get(objectName)! - 1;
    if (left === 0) inFlight.delete(objectName);
    else inFlight.set(objectName, left);
  }
}
