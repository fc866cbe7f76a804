/**
 * The existing lanes. Calling a Durable Object creates it, so a made-up id must not lead to one. Otherwise a caller
 * could leave thousands of empty objects behind, one for each place that an id can name.
 */
import type { WorkflowId } from "#flow/ids.ts";
import { isLane } from "#store/lanes.ts";

/** Far more than one isolate serves; a lane that was forgotten is asked for again. */
const maxKnown = 10_000;
const known = new Set<string>();

/** A lane, by its object's name, has taken a run. */
export function knowLane(name: string): void {
  if (known.has(name)) return;
  if (known.size >= maxKnown) known.clear();
  known.add(name);
}

/** Whether the lane holds runs. Where the database cannot be asked it may: who polls a run must not suffer from that. */
export async function hasLane(db: D1Database, workflowId: WorkflowId, name: string): Promise<boolean> {
  if (known.has(name)) return true;
  try {
    if (!(await isLane(db, workflowId, name))) return false;
  } catch (error) {
    console.error("which lanes there are could not be read", error);
    return true;
  }
  knowLane(name);
  return true;
}
