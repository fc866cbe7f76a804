import type { WorkflowId } from "#flow/ids.ts";

/** How many days runs of a workflow are kept; undefined where there is no such workflow. On D1's own API, for lanes. */
export async function loadRunRetention(db: D1Database, workflowId: WorkflowId): Promise<number | undefined> {
  const days = await db.prepare("SELECT run_retention_days AS days FROM workflows WHERE id = ?").bind(workflowId).first<number>("days");
  return days ?? undefined;
}
