/** Deploying and undeploying. */
import { and, desc, eq, isNotNull, isNull } from "drizzle-orm";
import type { DeploymentId, UserId, WorkflowId } from "#flow/ids.ts";
import type { Database } from "./database.ts";
import { newId } from "./new-id.ts";
import { deployments, versions, workflows } from "./schema.ts";
import { newVersion } from "./versions.ts";

export interface NewDeployment {
  readonly workflowId: WorkflowId;
  /** The flow that was checked, as JSON text, and the draft's revision that it is. */
  readonly flow: string;
  readonly draftRevision: number;
  /** ResolvedFlow of it as JSON text. */
  readonly plan: string;
  /** DeployedSettings as JSON text. */
  readonly settings: string;
  readonly createdBy: UserId;
}

/**
 * The statements that save the flow as a version, unless one exists for the same revision, and deploy it. The last one
 * changes nothing if the workflow has been deleted. `version` is the name of an existing version.
 */
export async function deployFlow(db: Database, given: NewDeployment, nowMs: number) {
  const { workflowId, flow, draftRevision, plan, settings, createdBy } = given;
  const deploymentId = newId<DeploymentId>("deployment", nowMs);
  const [known] = await db
    .select({ id: versions.id, name: versions.name })
    .from(versions)
    .where(and(eq(versions.workflowId, workflowId), eq(versions.draftRevision, draftRevision), isNull(versions.deletedAt)))
    .orderBy(desc(versions.number))
    .limit(1);
  const { id: versionId, statement: version } = known
    ? // Another request may delete it between these two statements; the deployed flow is still visible.
      { ...known, statement: db.update(versions).set({ deletedAt: null }).where(eq(versions.id, known.id)) }
    : await newVersion(db, { workflowId, flow, draftRevision, createdBy }, nowMs);
  const deployment = db
    .insert(deployments)
    .values({ id: deploymentId, workflowId, versionId, plan, settings, createdBy, createdAt: nowMs });
  const pointer = db.update(workflows).set({ deploymentId, status: "Deployed" }).where(eq(workflows.id, workflowId));
  return { deploymentId, versionId, version: known?.name ?? null, statements: [version, deployment, pointer] as const };
}

/** The statement that takes the endpoint away; it changes nothing where the workflow is not deployed. */
export function undeployWorkflow(db: Database, workflowId: WorkflowId) {
  return db
    .update(workflows)
    .set({ deploymentId: null, status: "Undeployed" })
    .where(and(eq(workflows.id, workflowId), isNotNull(workflows.deploymentId)));
}
