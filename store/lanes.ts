/** The lanes of a workflow. An undeploy notifies all of them, and only these are asked for runs. */
import type { DeploymentId, WorkflowId } from "#flow/ids.ts";

/** Notes a lane, by its object's name; the same as often as one likes. */
export async function registerLane(db: D1Database, workflowId: WorkflowId, name: string): Promise<void> {
  await db.prepare("INSERT OR IGNORE INTO lanes (workflow_id, name) VALUES (?, ?)").bind(workflowId, name).run();
}

/** Whether the lane has ever held a run of the workflow. */
export async function isLane(db: D1Database, workflowId: WorkflowId, name: string): Promise<boolean> {
  return (await db.prepare("SELECT 1 FROM lanes WHERE workflow_id = ? AND name = ?").bind(workflowId, name).first()) !== null;
}

/** The object names of all lanes; a workflow has at most a few for each place that calls it. */
export async function lanesOf(db: D1Database, workflowId: WorkflowId): Promise<string[]> {
  const { results } = await db
    .prepare("SELECT name FROM lanes WHERE workflow_id = ? ORDER BY name")
    .bind(workflowId)
    .all<{ name: string }>();
  return results.map((row) => row.name);
}

/** The deployment that a workflow has, or had before it was undeployed. */
export async function lastDeploymentOf(db: D1Database, workflowId: WorkflowId): Promise<DeploymentId | undefined> {
  const statement = db.prepare("SELECT id FROM deployments WHERE workflow_id = ? ORDER BY created_at DESC, id DESC LIMIT 1");
  return (await statement.bind(workflowId).first<DeploymentId>("id")) ?? undefined;
}
