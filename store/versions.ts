/** Versions of a flow. The flow of none is ever changed. */
import { and, desc, eq, isNull, lt, notExists, sql } from "drizzle-orm";
import { canonicalText } from "#flow/json/canonical-text.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import type { UserId, VersionId, WorkflowId } from "#flow/ids.ts";
import type { Database } from "./database.ts";
import { hashSecret } from "./hash-secret.ts";
import { newId } from "./new-id.ts";
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
    .where(
      and(eq(versions.workflowId, workflowId), isNull(versions.deletedAt), after === undefined ? undefined : lt(versions.number, after)),
    )
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
    .where(and(eq(versions.id, versionId), eq(versions.workflowId, workflowId), isNull(versions.deletedAt)));
  // Only documents that the schema accepted are stored.
  return row && { ...row, flow: JSON.parse(row.flow) as FlowDocument };
}

/** Equal documents have equal hashes, in whatever order their keys were sent. */
function hashOfFlow(text: string): Promise<string> {
  return hashSecret(canonicalText(JSON.parse(text)));
}

/** The newest version with this flow, given as JSON text. */
export async function findVersionOfFlow(
  db: Database,
  workflowId: WorkflowId,
  flow: string,
): Promise<Pick<VersionRow, "id" | "name" | "description" | "createdAt"> | undefined> {
  const [row] = await db
    .select({ id: versions.id, name: versions.name, description: versions.description, createdAt: versions.createdAt })
    .from(versions)
    .where(and(eq(versions.workflowId, workflowId), eq(versions.flowHash, await hashOfFlow(flow)), isNull(versions.deletedAt)))
    .orderBy(desc(versions.number))
    .limit(1);
  return row;
}

export interface NewVersion {
  readonly workflowId: WorkflowId;
  /** `v` and its number where it is left out. */
  readonly name?: string;
  readonly description?: string;
  /** The document as JSON text, and the draft's revision that has it. */
  readonly flow: string;
  readonly draftRevision: number;
  readonly createdBy: UserId;
}

/**
 * A new version's id, and the statement that makes it. The statement itself counts the number, so that two at the same
 * moment get two numbers. An imported version keeps the date that it had.
 */
export async function newVersion(db: Database, given: NewVersion, nowMs: number, createdAt = nowMs) {
  const { workflowId, name, description = "", flow, draftRevision, createdBy } = given;
  const id = newId<VersionId>("version", nowMs);
  const next = sql`(SELECT COALESCE(MAX(number), 0) + 1 FROM versions WHERE workflow_id = ${workflowId})`;
  const statement = db.insert(versions).values({
    id,
    workflowId,
    number: sql`${next}`,
    name: name ?? sql`'v' || ${next}`,
    description,
    flow,
    flowHash: await hashOfFlow(flow),
    draftRevision,
    createdBy,
    createdAt: Math.min(createdAt, nowMs),
  });
  return { id, statement };
}

/** Renames or describes a version. */
export function describeVersion(
  db: Database,
  workflowId: WorkflowId,
  versionId: VersionId,
  change: { readonly name?: string | undefined; readonly description?: string | undefined },
) {
  const { name, description } = change;
  return db
    .update(versions)
    .set({ ...(name === undefined ? {} : { name }), ...(description === undefined ? {} : { description }) })
    .where(and(eq(versions.id, versionId), eq(versions.workflowId, workflowId), isNull(versions.deletedAt)));
}

/**
 * Hides a version unless it is deployed, even if it is being deployed at this moment. Its row stays for the runs that
 * use it.
 */
export function deleteVersion(db: Database, workflowId: WorkflowId, versionId: VersionId, nowMs: number) {
  return db
    .update(versions)
    .set({ deletedAt: nowMs })
    .where(and(eq(versions.id, versionId), eq(versions.workflowId, workflowId), isNull(versions.deletedAt), notExists(deployedAs(db))));
}

function deployedAs(db: Database) {
  return db
    .select({ one: sql`1` })
    .from(workflows)
    .innerJoin(deployments, eq(deployments.id, workflows.deploymentId))
    .where(and(eq(workflows.id, versions.workflowId), eq(deployments.versionId, versions.id)));
}

/** The names of a workflow's versions by their ids, those of deleted ones too: runs outlive them. */
export async function versionNames(db: Database, workflowId: WorkflowId, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .select({ id: versions.id, name: versions.name })
    .from(versions)
    .where(and(eq(versions.workflowId, workflowId), sql`${versions.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`));
  return new Map(rows.map(({ id, name }): [string, string] => [id, name]));
}

/** Says that the draft of this revision has the version's flow, so that deploying it makes no second version. */
export function markAsDraft(db: Database, versionId: VersionId, draftRevision: number) {
  return db.update(versions).set({ draftRevision }).where(eq(versions.id, versionId));
}
