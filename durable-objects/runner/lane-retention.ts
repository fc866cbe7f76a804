import type { Retention } from "../retention.ts";
import type { LaneStore } from "./lane-store.ts";

const dayMs = 86_400_000;
const forgottenAtOnce = 500;

/**
 * Forgets what is older than the workflow keeps its runs, some at a time; whether there may be more, as a replay leaves
 * hundreds at once. Never rejects.
 */
export async function forgetOldRuns(store: LaneStore, retention: Retention, now: number): Promise<boolean> {
  const workflowId = store.workflowOf();
  if (workflowId === undefined) return false;
  const days = await retention.days(workflowId);
  try {
    return store.forgetRuns(now - days * dayMs, forgottenAtOnce) === forgottenAtOnce;
  } catch (error) {
    console.error("old runs could not be forgotten; it is tried again", error);
    return false;
  }
}
