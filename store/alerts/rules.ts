/** Alert rules as people manage them. Every question names the workflow, so that no answer crosses it. */
import { and, asc, eq, gt } from "drizzle-orm";
import type { AlertRuleId, WorkflowId } from "#flow/ids.ts";
import type { Database } from "../database.ts";
import { insertWithin } from "../insert-within.ts";
import { pageOf, type Page, type PageRequest } from "../page.ts";
import { alertRules } from "../schema.ts";

export type AlertRuleRow = typeof alertRules.$inferSelect;

/** The rules of a workflow, the oldest first. */
export async function listAlertRules(
  db: Database,
  workflowId: WorkflowId,
  { limit, after }: PageRequest<AlertRuleId>,
): Promise<Page<AlertRuleRow>> {
  const rows = await db
    .select()
    .from(alertRules)
    .where(and(eq(alertRules.workflowId, workflowId), after ? gt(alertRules.id, after) : undefined))
    .orderBy(asc(alertRules.id))
    .limit(limit + 1);
  return pageOf(rows, limit, ({ id }) => [id]);
}

export async function findAlertRule(db: Database, workflowId: WorkflowId, id: AlertRuleId): Promise<AlertRuleRow | undefined> {
  const [row] = await db
    .select()
    .from(alertRules)
    .where(and(eq(alertRules.workflowId, workflowId), eq(alertRules.id, id)));
  return row;
}

/** The statement that makes a rule; it changes nothing where the workflow has `most` already. */
export function insertAlertRule(db: Database, row: Omit<AlertRuleRow, "revision" | "mutedUntil" | "updatedAt">, most: number) {
  const values = { ...row, revision: 1, mutedUntil: null, updatedAt: row.createdAt };
  return insertWithin(db, alertRules, values, { most, counted: eq(alertRules.workflowId, row.workflowId) });
}

/** The statement that changes a rule which is still as it was read. */
export function updateAlertRule(
  db: Database,
  before: AlertRuleRow,
  changes: Partial<Pick<AlertRuleRow, "name" | "condition" | "channel" | "enabled" | "mutedUntil">>,
  nowMs: number,
) {
  return db
    .update(alertRules)
    .set({ ...changes, revision: before.revision + 1, updatedAt: nowMs })
    .where(and(eq(alertRules.id, before.id), eq(alertRules.workflowId, before.workflowId), eq(alertRules.revision, before.revision)));
}

/** The statement that deletes a rule; it changes nothing where it is gone. */
export function deleteAlertRule(db: Database, { id, workflowId }: AlertRuleRow) {
  return db.delete(alertRules).where(and(eq(alertRules.id, id), eq(alertRules.workflowId, workflowId)));
}
