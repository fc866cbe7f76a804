/**
 * Which lane a run goes to, and in which lane a run is. Without an Idempotency-Key a run goes to the lowest lane near the
 * caller that has room, as far as this isolate knows, so that few lanes are warm rather than many cold. With one it goes
 * to a lane chosen by a hash of the key, so that the repetition meets the first call wherever it comes in.
 */
import { canvasLane, laneName, laneOfRun, type Lane, type RunId, type WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import type { ObjectsEnv } from "../env.ts";
import type { LaneProtocol } from "../protocols/lane.ts";
import { brokenLane, isBroken } from "./broken-lanes.ts";
import { hasLane } from "./known-lanes.ts";

export type LaneStub = DurableObjectStub<LaneProtocol & Rpc.DurableObjectBranded>;

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

/** A lane's object. Asking a lane that does not exist creates it. */
export function laneAt({ RUNNER }: Pick<ObjectsEnv, "RUNNER">, workflowId: WorkflowId, lane: Lane): LaneStub {
  return RUNNER.getByName(laneName(workflowId, lane));
}

/** The lane for runs on the canvas. */
export function canvasLaneOf(env: Pick<ObjectsEnv, "RUNNER">, workflowId: WorkflowId): LaneStub {
  return laneAt(env, workflowId, canvasLane);
}

/** The lane of a run whose id is from our own records; undefined if the text is not a run id. */
export function laneOfRecorded(env: Pick<ObjectsEnv, "RUNNER">, workflowId: WorkflowId, runId: string): LaneStub | undefined {
  const lane = laneOfRun(runId);
  return lane && laneAt(env, workflowId, lane);
}

/**
 * The lane that the run id of a request names. Undefined if the text is not a run id, if the workflow does not have
 * that lane, or if it is a test run, which only builders may ask for.
 */
export async function findLane(
  env: Pick<ObjectsEnv, "RUNNER" | "DB">,
  workflowId: WorkflowId,
  runId: string,
): Promise<LaneStub | undefined> {
  const lane = laneOfRun(runId);
  if (!lane || isCanvas(lane)) return undefined;
  const lanes = lane.place === "key" ? limits.keyLanes : limits.maxLanes;
  if (lane.n >= lanes) return undefined;
  if (isBroken(laneName(workflowId, lane))) throw brokenLane();
  return (await hasLane(env.DB, workflowId, laneName(workflowId, lane))) ? laneAt(env, workflowId, lane) : undefined;
}

/** Whether the text is the id of a run on the canvas. */
export function isCanvasRun(runId: string): runId is RunId {
  const lane = laneOfRun(runId);
  return lane !== undefined && isCanvas(lane) && lane.n === canvasLane.n;
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

function isCanvas({ place }: Lane): boolean {
  return place === canvasLane.place;
}
