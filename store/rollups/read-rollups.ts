/** The dashboard's figures, from what Monitors have written. Every question names the viewer, so that no answer crosses an account. */
import { and, asc, desc, eq, gt, gte, inArray, lt, or, sql, type SQL } from "drizzle-orm";
import type { RunId, WorkflowId } from "#flow/ids.ts";
import { seesEveryWorkflow } from "#flow/rights/workflow-rights.ts";
import type { DashboardSort } from "#flow/contract/dashboard.ts";
import type { WorkflowStatus } from "#flow/contract/workflow-status.ts";
import type { Database } from "../database.ts";
import { nameKey } from "../name-key.ts";
import { pageOf, type Page } from "../page.ts";
import { runRollups, workflowMembers, workflows } from "../schema.ts";
import type { Viewer } from "../workflows.ts";

export interface Steps {
  readonly step: "hour" | "day";
  /** The start of the first step. */
  readonly from: number;
}

function mine(viewer: Viewer): SQL | undefined {
  const given = sql`EXISTS (SELECT 1 FROM ${workflowMembers} WHERE ${workflowMembers.workflowId} = ${workflows.id} AND ${workflowMembers.userId} = ${viewer.userId})`;
  return and(eq(workflows.accountId, viewer.accountId), seesEveryWorkflow(viewer.role) ? undefined : given);
}

function within({ step, from }: Steps): SQL | undefined {
  return and(eq(runRollups.workflowId, workflows.id), eq(runRollups.step, step), gte(runRollups.at, from));
}

const total = sql<number>`coalesce(sum(${runRollups.total}), 0)`;
const finished = sql<number>`coalesce(sum(${runRollups.finished}), 0)`;
const failed = sql<number>`coalesce(sum(${runRollups.failed}), 0)`;

export interface StepFigures {
  readonly at: number;
  readonly total: number;
  readonly finished: number;
  readonly failed: number;
}

/** All that the viewer may see, by step; a step without runs is missing. */
export async function sumRollups(db: Database, viewer: Viewer, steps: Steps): Promise<StepFigures[]> {
  return db
    .select({ at: runRollups.at, total, finished, failed })
    .from(workflows)
    .innerJoin(runRollups, within(steps))
    .where(mine(viewer))
    .groupBy(runRollups.at)
    .orderBy(asc(runRollups.at));
}

/** The sketches of all that the viewer may see, those of a workflow as one text; see flow/dashboard/point-text.ts. */
export async function sketchesOf(db: Database, viewer: Viewer, steps: Steps): Promise<string[]> {
  const rows = await db
    // Rows cost more than their texts.
    .select({ sketch: sql<string>`group_concat(${runRollups.sketch}, ' ')` })
    .from(workflows)
    .innerJoin(runRollups, within(steps))
    .where(and(mine(viewer), gt(runRollups.finished, 0)))
    .groupBy(workflows.id);
  return rows.map(({ sketch }) => sketch);
}

export interface SlowRun {
  readonly ms: number;
  readonly runId: RunId;
  readonly workflow: { readonly id: WorkflowId; readonly name: string };
}

/** The slowest run of all that the viewer may see. */
export async function slowestRun(db: Database, viewer: Viewer, steps: Steps): Promise<SlowRun | undefined> {
  const [row] = await db
    .select({ ms: runRollups.slowestMs, runId: runRollups.slowestRun, id: workflows.id, name: workflows.name })
    .from(workflows)
    .innerJoin(runRollups, within(steps))
    .where(and(mine(viewer), sql`${runRollups.slowestMs} IS NOT NULL`))
    .orderBy(desc(runRollups.slowestMs))
    .limit(1);
  if (!row || row.ms === null || row.runId === null) return undefined;
  return { ms: row.ms, runId: row.runId, workflow: { id: row.id, name: row.name } };
}

/** How many workflows the viewer may see. */
export async function countMine(db: Database, viewer: Viewer): Promise<number> {
  return db.$count(workflows, mine(viewer));
}

const orders = {
  runs: total,
  failures: failed,
  failureRate: sql<number>`coalesce(1.0 * sum(${runRollups.failed}) / nullif(sum(${runRollups.finished}), 0), -1)`,
  slowest: sql<number>`coalesce(max(${runRollups.slowestMs}), -1)`,
  lastFailure: sql<number>`coalesce(max(${runRollups.failedAt}), -1)`,
  name: sql<string>`${workflows.nameKey}`,
} as const;

export interface WorkflowFigures {
  readonly id: WorkflowId;
  readonly name: string;
  readonly status: WorkflowStatus;
  readonly total: number;
  readonly finished: number;
  readonly failed: number;
  readonly sortedBy: string | number;
}

export interface WorkflowPageRequest {
  readonly sort: DashboardSort;
  readonly order: "asc" | "desc";
  readonly search: string | undefined;
  readonly limit: number;
  /** What the last row shown is sorted by, and its id. */
  readonly after: readonly [string | number, string] | undefined;
}

/** The workflows that the viewer may see, with what their runs amount to; those without runs too. */
export async function listFigures(
  db: Database,
  viewer: Viewer,
  steps: Steps,
  { sort, order, search, limit, after }: WorkflowPageRequest,
): Promise<Page<WorkflowFigures>> {
  const by = orders[sort];
  const [direction, beyond] = order === "asc" ? ([asc, gt] as const) : ([desc, lt] as const);
  const rows = await db
    .select({ id: workflows.id, name: workflows.name, status: workflows.status, total, finished, failed, sortedBy: by })
    .from(workflows)
    .leftJoin(runRollups, within(steps))
    // `instr`, because D1 refuses LIKE patterns of more than 50 bytes.
    .where(and(mine(viewer), search ? sql`instr(${workflows.nameKey}, ${nameKey(search)}) > 0` : undefined))
    .groupBy(workflows.id)
    .having(after ? or(beyond(by, after[0]), and(eq(by, after[0]), gt(workflows.id, after[1] as WorkflowId))) : undefined)
    .orderBy(direction(by), asc(workflows.id))
    .limit(limit + 1);
  return pageOf(rows, limit, ({ sortedBy, id }) => [sortedBy, id]);
}

export type RollupRow = typeof runRollups.$inferSelect;

/** The steps of some workflows, in the order of time. */
export async function rollupsOf(db: Database, ids: readonly WorkflowId[], { step, from }: Steps): Promise<RollupRow[]> {
  if (ids.length === 0) return [];
  return db
    .select()
    .from(runRollups)
    .where(
      and(
        // One parameter for all: D1 binds at most 100 to a statement.
        inArray(runRollups.workflowId, sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`),
        eq(runRollups.step, step),
        gte(runRollups.at, from),
      ),
    )
    .orderBy(asc(runRollups.at));
}
