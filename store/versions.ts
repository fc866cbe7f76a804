/** Versions of a flow. None is ever changed. */
import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { FlowDocument } from "#flow/model/document.ts";
import type { UserId, VersionId, WorkflowId } from "#flow/ids.ts";
import type { Database } from "./database.ts";
import { pageOf, type Page, type PageRequest } from "./page.ts";
import { deployments, users, versions, workflows } from "./schema.ts";

export interface VersionRow {
  readonly id: VersionId;
  readonly number: number;
  readonly name: string;
  readonly description: string;
  readonly createdBy: { readonly id: UserId; readonly name: string };
  readonly createdAt: number;
  readonly deployed: boolean;
}

const shown = {
  id: versions.id,
  number: versions.number,
  name: versions.name,
  description: versions.description,
  createdBy: { id: users.id, name: users.name },
  createdAt: versions.createdAt,
  deployed: sql<number>`${versions.id} IS ${deployments.versionId}`.mapWith(Boolean),
};

/** The versions of a workflow, the newest first. */
export async function listVersions(db: Database, workflowId: WorkflowId, { limit, after }: PageRequest<number>): Promise<Page<VersionRow>> {
  const rows = await db
    .select(shown)
    .from(versions)
    .innerJoin(users, eq(users.id, versions.createdBy))
    .innerJoin(workflows, eq(workflows.id, versions.workflowId))
    .leftJoin(deployments, eq(deployments.id, workflows.deploymentId))
    .where(and(eq(versions.workflowId, workflowId), after === undefined ? undefined : lt(versions.number, after)))
    .orderBy(desc(versions.number))
    .limit(limit + 1);
  return pageOf(rows, limit, (row) => [row.number]);
}

export async function findVersion(
  db: Database,
  workflowId: WorkflowId,
  versionId: VersionId,
): Promise<(VersionRow & { readonly flow: FlowDocument }) | undefined> {
  const [row] = await db
    .select({ ...shown, flow: versions.flow })
    .from(versions)
    .innerJoin(users, eq(users.id, versions.createdBy))
    .innerJoin(workflows, eq(workflows.id, versions.workflowId))
    .leftJoin(deployments, eq(deployments.id, workflows.deploymentId))
    .where(and(eq(versions.id, versionId), eq(versions.workflowId, workflowId)));
  // Only documents that the schema accepted are stored.
  return row && { ...row, flow: JSON.parse(row.flow) as FlowDocument };
}
