import type { WorkflowId } from "#flow/ids.ts";
import { registerLane } from "#store/lanes.ts";
import type { LaneStore } from "./lane-store.ts";

/**
 * Notes in D1 that this lane exists, once in its life and before its first run: an undeploy must find every lane of a
 * workflow, wherever its callers made one.
 */
export async function registerOnce(store: LaneStore, db: D1Database, workflowId: WorkflowId, objectName: string): Promise<void> {
  if (store.fact("registered")) return;
  await registerLane(db, workflowId, objectName);
  store.setFact("registered", "yes");
}
