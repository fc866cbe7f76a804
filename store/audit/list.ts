/** Reading the audit log. The entries are chosen from the indexes alone; only those of a page are read themselves. */
import { and, desc, eq, gte, inArray, lt, lte, max, sql, type SQL } from "drizzle-orm";
import { foldForSearch } from "#flow/audit/entry.ts";
import type { Filter } from "#flow/lists/filters.ts";
import type { AccountId, WorkflowId } from "#flow/ids.ts";
import type { Database } from "../database.ts";
import { conditionOf } from "../filters.ts";
import { pageOf, type Page, type PageRequest } from "../page.ts";
import { auditEntries } from "../schema.ts";

export type AuditRow = typeof auditEntries.$inferSelect;

export interface AuditSelection {
  readonly accountId: AccountId;
  /** The whole account where it is left out. */
  readonly workflowId?: WorkflowId;
  /** Epoch milliseconds, both included. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly search?: string | undefined;
  readonly filters?: readonly Filter<"category" | "event" | "user" | "workflow">[] | undefined;
  /** AND where it is left out. */
  readonly join?: "and" | "or";
}

const filterColumns = {
  category: auditEntries.category,
  event: auditEntries.event,
  user: auditEntries.actorId,
  workflow: auditEntries.workflowId,
};

/** The entries of a selection, the newest first. */
export async function listAudit(db: Database, selection: AuditSelection, { limit, after }: PageRequest<number>): Promise<Page<AuditRow>> {
  const { accountId } = selection;
  const chosen = db
    .select({ seq: auditEntries.seq })
    .from(auditEntries)
    .where(and(...conditions(db, selection), after === undefined ? undefined : lt(auditEntries.seq, after)))
    .orderBy(desc(auditEntries.seq))
    .limit(limit + 1);
  const rows = await db
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.accountId, accountId), inArray(auditEntries.seq, chosen)))
    .orderBy(desc(auditEntries.seq));
  return pageOf(rows, limit, (row) => [row.seq]);
}

export interface AuditUser {
  readonly kind: AuditRow["actorKind"];
  readonly id: string;
  readonly name: string;
}
/** The sort values of the last one shown. */
export type AuditUserPosition = readonly [string, string];

interface UserRequest extends PageRequest<AuditUserPosition> {
  readonly search: string | undefined;
}

/** Who did something in the account or in one workflow, each as their last entry calls them, by name. */
export async function listAuditUsers(
  db: Database,
  { accountId, workflowId }: Pick<AuditSelection, "accountId" | "workflowId">,
  { search, limit, after }: UserRequest,
): Promise<Page<AuditUser>> {
  const { actorId, actorKind, actorName, seq } = auditEntries;
  // Found in an index alone; of each only the last entry is read itself.
  const last = db
    .select({ seq: max(seq) })
    .from(auditEntries)
    .where(and(eq(auditEntries.accountId, accountId), workflowId === undefined ? undefined : eq(auditEntries.workflowId, workflowId)))
    .groupBy(actorId);
  const sortName = sql<string>`lower(${actorName})`;
  const rows = await db
    .select({ kind: actorKind, id: actorId, name: actorName, sortName })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.accountId, accountId),
        inArray(seq, last),
        search ? sql`instr(${sortName}, ${search.toLowerCase()}) > 0` : undefined,
        after && sql`(${sortName}, ${actorId}) > (${after[0]}, ${after[1]})`,
      ),
    )
    .orderBy(sql`${sortName} ASC, ${actorId} ASC`)
    .limit(limit + 1);
  return pageOf(rows, limit, (row) => [row.sortName, row.id]);
}

function conditions(db: Database, { accountId, workflowId, from, to, search, filters, join = "and" }: AuditSelection): (SQL | undefined)[] {
  const { at, seq } = auditEntries;
  // Times rise with `seq`, so a range of time is a range of `seq`, which the index answers at its two ends.
  const end = (inside: SQL, order: SQL) =>
    db
      .select({ seq })
      .from(auditEntries)
      .where(and(eq(auditEntries.accountId, accountId), inside))
      .orderBy(order)
      .limit(1);
  return [
    eq(auditEntries.accountId, accountId),
    workflowId === undefined ? undefined : eq(auditEntries.workflowId, workflowId),
    from === undefined ? undefined : sql`${seq} >= ${end(gte(at, from), sql`${at} ASC, ${seq} ASC`)}`,
    to === undefined ? undefined : sql`${seq} <= ${end(lte(at, to), sql`${at} DESC, ${seq} DESC`)}`,
    conditionOf(filters, join, filterColumns),
    search ? sql`instr(${auditEntries.search}, ${foldForSearch(search)}) > 0` : undefined,
  ];
}
