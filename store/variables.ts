/** Environment variables of a workflow, as management sees them. Behind whatever changes one stands `raiseRevision` in the same batch. */
import { and, asc, eq, gt, sql, type SQL } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { CheckEnvironment } from "#flow/check/check-environment.ts";
import type { UserId, WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import type { VariableFacts } from "#flow/variables/variable.ts";
import { isRefusedNull, type Database } from "./database.ts";
import type { Keyring } from "./encryption.ts";
import { pageOf, type Page, type PageRequest } from "./page.ts";
import { users, variableRevisions, variables } from "./schema.ts";
import { nextVersion, sealVariable, type VariableOwner } from "./variable-secrets.ts";

export interface VariableRow extends VariableFacts {
  /** Plain, or sealed where it is secure; null where it has yet to be given. */
  readonly value: string | null;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly updatedBy: { readonly id: UserId; readonly name: string };
}

const shown = {
  name: variables.name,
  secure: variables.secure,
  value: variables.value,
  notes: variables.notes,
  hosts: variables.hosts,
  version: variables.version,
  createdAt: variables.createdAt,
  updatedAt: variables.updatedAt,
  updatedBy: { id: users.id, name: users.name },
};

/** By name. */
export async function listVariables(
  db: Database,
  workflowId: WorkflowId,
  { limit, after }: PageRequest<string>,
): Promise<Page<VariableRow>> {
  const rows = await db
    .select(shown)
    .from(variables)
    .innerJoin(users, eq(users.id, variables.updatedBy))
    .where(and(eq(variables.workflowId, workflowId), after === undefined ? undefined : gt(variables.name, after)))
    .orderBy(asc(variables.name))
    .limit(limit + 1);
  return pageOf(rows, limit, (row) => [row.name]);
}

export async function findVariable(db: Database, workflowId: WorkflowId, name: string): Promise<VariableRow | undefined> {
  const [row] = await db.select(shown).from(variables).innerJoin(users, eq(users.id, variables.updatedBy)).where(at(workflowId, name));
  return row;
}

/** What a flow of the workflow is checked against. */
export async function checkEnvironmentOf(db: Database, workflowId: WorkflowId): Promise<CheckEnvironment> {
  const rows = await db
    .select({ name: variables.name, secure: variables.secure, hasValue: sql<number>`${variables.value} IS NOT NULL`.mapWith(Boolean) })
    .from(variables)
    .where(eq(variables.workflowId, workflowId));
  const names = (of: typeof rows) => of.map(({ name }) => name);
  return {
    variables: names(rows),
    secure: names(rows.filter(({ secure }) => secure)),
    needValue: names(rows.filter(({ hasValue }) => !hasValue)),
  };
}

/** A variable as it is to be written; its value in plain, also where it is secure. */
export interface NewVariable extends VariableFacts {
  readonly value: string | null;
}

export interface VariableWriter {
  readonly owner: VariableOwner;
  readonly keyring: Keyring;
  readonly userId: UserId;
  readonly nowMs: number;
}

type Row = typeof variables.$inferInsert;

/** A new variable's row, its value sealed where it is secure. Statements are built from it, since awaiting one would run it. */
export function newRow(variable: NewVariable, writer: VariableWriter): Promise<Row> {
  return rowFor(variable, 0, writer);
}

/** The statement that makes a variable. A name that is taken breaks `variables.workflow_id, variables.name`. */
export function insertVariable(db: Database, row: Row) {
  return db.insert(variables).values(row);
}

/** The row of a variable after a change; without `value` that stays as it is stored. */
export async function changedRow(
  before: VariableRow,
  after: VariableFacts & { readonly value?: string },
  writer: VariableWriter,
): Promise<Partial<Row>> {
  const { name, secure, notes, hosts, value } = after;
  const given = value === undefined ? {} : await sealed({ ...after, value }, before.version, writer);
  return { name, secure, notes, hosts, ...given, updatedAt: writer.nowMs, updatedBy: writer.userId };
}

/** The statement that changes a variable; it changes nothing where its value is not that of `before` any more. */
export function updateVariable(db: Database, workflowId: WorkflowId, before: VariableRow, row: Partial<Row>) {
  return db
    .update(variables)
    .set(row)
    .where(and(at(workflowId, before.name), eq(variables.version, before.version), eq(variables.secure, before.secure)));
}

export function deleteVariable(db: Database, workflowId: WorkflowId, name: string) {
  return db.delete(variables).where(at(workflowId, name));
}

/** The statement that raises the revision of the variables, so that runs read them again. */
export function raiseRevision(db: Database, workflowId: WorkflowId) {
  return raiseFrom(db, workflowId, sql`1`);
}

/**
 * The same behind statements that add variables or values. Where they are too many or too large by then it fails, and
 * with it the whole batch: `isTooMuch`. So the limits hold however many are added at the same moment.
 */
export function raiseRevisionWithin(db: Database, workflowId: WorkflowId) {
  const chars = sql`coalesce(sum(length(${variables.value})), 0)`;
  const fits = sql`SELECT count(*) <= ${limits.maxVariables} AND ${chars} <= ${limits.maxVariablesBytes}
    FROM ${variables} WHERE ${variables.workflowId} = ${workflowId}`;
  // Else it is NULL, which the column refuses.
  return raiseFrom(db, workflowId, sql`CASE WHEN (${fits}) THEN 1 END`);
}

function raiseFrom(db: Database, workflowId: WorkflowId, revision: SQL) {
  return db
    .insert(variableRevisions)
    .values({ workflowId, revision })
    .onConflictDoUpdate({ target: variableRevisions.workflowId, set: { revision: sql`${variableRevisions.revision} + 1` } });
}

/** Whether a batch failed because the variables would be too many or too large. */
export function isTooMuch(error: unknown): boolean {
  return isRefusedNull(error, "variable_revisions.revision");
}

/** All variables for an export: the value of a secure one is never in it. */
export async function exportVariables(db: Database, workflowId: WorkflowId): Promise<NewVariable[]> {
  const rows = await db
    .select({ name: variables.name, secure: variables.secure, value: variables.value, notes: variables.notes, hosts: variables.hosts })
    .from(variables)
    .where(eq(variables.workflowId, workflowId))
    .orderBy(asc(variables.name));
  return rows.map((row) => ({ ...row, value: row.secure ? null : row.value }));
}

/**
 * Statements that make these variables or take the place of those of their names, for one batch; none for none. The
 * batch fails where they are too many or too large: `isTooMuch`. A secure one that comes without a value keeps the value
 * and the hosts of a secure one that is there, and else needs one.
 */
export async function writeVariables(
  db: Database,
  written: readonly NewVariable[],
  writer: VariableWriter,
): Promise<BatchItem<"sqlite">[]> {
  if (written.length === 0) return [];
  const { owner } = writer;
  const present = await db
    .select({ name: variables.name, version: variables.version })
    .from(variables)
    .where(eq(variables.workflowId, owner.workflowId));
  const versions = new Map(present.map(({ name, version }) => [name, version]));
  const rows = await Promise.all(written.map((variable) => rowFor(variable, versions.get(variable.name) ?? 0, writer)));
  return [...rows.map((row) => upsert(db, row)), raiseRevisionWithin(db, owner.workflowId)];
}

function upsert(db: Database, row: Row) {
  const { secure, value, notes, hosts, version, updatedAt, updatedBy } = row;
  const changes = { secure, notes, updatedAt, updatedBy };
  const kept = (column: SQLiteColumn, given: string | number | null) => sql`CASE WHEN ${variables.secure} THEN ${column} ELSE ${given} END`;
  const values =
    secure && value === null
      ? {
          value: kept(variables.value, null),
          version: kept(variables.version, version),
          hosts: kept(variables.hosts, hosts ? JSON.stringify(hosts) : null),
        }
      : { value, version, hosts };
  return db
    .insert(variables)
    .values(row)
    .onConflictDoUpdate({ target: [variables.workflowId, variables.name], set: { ...changes, ...values } });
}

async function rowFor(variable: NewVariable, before: number, writer: VariableWriter): Promise<Row> {
  const { name, secure, notes, hosts } = variable;
  const { owner, userId, nowMs } = writer;
  const value = await sealed(variable, before, writer);
  return { workflowId: owner.workflowId, name, secure, notes, hosts, ...value, createdAt: nowMs, updatedAt: nowMs, updatedBy: userId };
}

async function sealed({ name, secure, value }: NewVariable, before: number, { owner, keyring, nowMs }: VariableWriter) {
  const version = nextVersion(before, nowMs);
  return { version, value: secure && value !== null ? await sealVariable(value, owner, { name, version }, keyring) : value };
}

function at(workflowId: WorkflowId, name: string) {
  return and(eq(variables.workflowId, workflowId), eq(variables.name, name));
}
