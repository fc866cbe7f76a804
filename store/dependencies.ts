import { and, eq, isNotNull, sql, type SQL } from "drizzle-orm";
import type { DependencyKind } from "#flow/nodes/dependency-kinds.ts";
import type { Dependency } from "#flow/package/dependencies.ts";
import { seesEveryWorkflow } from "#flow/rights/workflow-rights.ts";
import type { Database } from "./database.ts";
import { datasets, modelConnections, profiles, workflowMembers, workflows } from "./schema.ts";
import type { Viewer } from "./workflows.ts";

/** The dependencies that the viewer's account does not have, or has where the viewer may not see it. */
export async function missingOf(db: Database, viewer: Viewer, dependencies: readonly Dependency[]): Promise<Dependency[]> {
  const byKind = Map.groupBy(dependencies, ({ kind }) => kind);
  const found = await Promise.all(
    Array.from(byKind, async ([kind, of]) => {
      const find = finders[kind];
      const ids = find ? await find(db, viewer, among(of)) : [];
      return ids.map(({ id }): string => `${kind} ${id}`);
    }),
  );
  const present = new Set(found.flat());
  return dependencies.filter(({ kind, reference }) => !present.has(`${kind} ${reference}`));
}

type Finder = (db: Database, viewer: Viewer, among: SQL) => Promise<readonly { readonly id: string }[]>;

/** What is not here does not exist yet, and is missing whatever its id. */
const finders: Readonly<Partial<Record<DependencyKind, Finder>>> = {
  workflow: (db, viewer, among) =>
    db
      .select({ id: workflows.id })
      .from(workflows)
      .leftJoin(workflowMembers, and(eq(workflowMembers.workflowId, workflows.id), eq(workflowMembers.userId, viewer.userId)))
      .where(
        and(
          eq(workflows.accountId, viewer.accountId),
          sql`${workflows.id} ${among}`,
          seesEveryWorkflow(viewer.role) ? undefined : isNotNull(workflowMembers.userId),
        ),
      ),
  profile: (db, viewer, among) =>
    db
      .select({ id: profiles.id })
      .from(profiles)
      .where(and(eq(profiles.accountId, viewer.accountId), sql`${profiles.id} ${among}`)),
  connection: (db, viewer, among) =>
    db
      .select({ id: modelConnections.id })
      .from(modelConnections)
      .where(and(eq(modelConnections.accountId, viewer.accountId), sql`${modelConnections.id} ${among}`)),
  dataset: (db, viewer, among) =>
    db
      .select({ id: datasets.id })
      .from(datasets)
      .where(and(eq(datasets.accountId, viewer.accountId), sql`${datasets.id} ${among}`)),
};

/** One parameter for all ids: D1 binds at most 100 to a statement. */
function among(dependencies: readonly Dependency[]): SQL {
  return sql`IN (SELECT value FROM json_each(${JSON.stringify(dependencies.map(({ reference }) => reference))}))`;
}
