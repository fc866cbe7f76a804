/** Data sets in D1. Every question names the account, so that no answer crosses it. The rows are in the data sets' objects. */
import { and, asc, eq, gt, isNotNull, isNull, lt, or, sql, type SQL } from "drizzle-orm";
import type { Column } from "#flow/datasets/column.ts";
import type { DatasetFormat } from "#flow/datasets/formats.ts";
import type { Part } from "#flow/datasets/parts.ts";
import type { AccountId, DatasetId, UserId } from "#flow/ids.ts";
import { isDuplicate, type Database } from "../database.ts";
import { insertWithin } from "../insert-within.ts";
import { nameKey } from "../name-key.ts";
import { pageOf, type Page } from "../page.ts";
import { datasets, users } from "../schema.ts";

const summary = {
  id: datasets.id,
  name: datasets.name,
  description: datasets.description,
  format: datasets.format,
  rows: datasets.rows,
  bytes: datasets.bytes,
  createdBy: { id: users.id, name: users.name },
  createdAt: datasets.createdAt,
  updatedAt: datasets.updatedAt,
};

export interface DatasetRow {
  readonly id: DatasetId;
  readonly name: string;
  readonly description: string;
  readonly format: DatasetFormat;
  readonly rows: number;
  readonly bytes: number;
  readonly createdBy: { readonly id: UserId; readonly name: string };
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface DatasetDetails extends DatasetRow {
  readonly columns: readonly Column[];
  readonly content: string;
  readonly parts: readonly Part[];
  readonly revision: number;
}

/** What a change of rows or columns writes. */
export interface DatasetContent {
  readonly format: DatasetFormat;
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly bytes: number;
  readonly content: string;
  readonly parts: readonly Part[];
}

export type DatasetPosition = readonly [string, DatasetId];

export interface DatasetFilter {
  readonly search: string | undefined;
  readonly limit: number;
  readonly after: DatasetPosition | undefined;
}

/** The account's data sets by name. */
export async function listDatasets(db: Database, accountId: AccountId, { search, limit, after }: DatasetFilter): Promise<Page<DatasetRow>> {
  const rows = await db
    .select({ ...summary, nameKey: datasets.nameKey })
    .from(datasets)
    .innerJoin(users, eq(users.id, datasets.createdBy))
    .where(
      and(
        ofAccount(accountId),
        search ? contains(nameKey(search)) : undefined,
        after ? or(gt(datasets.nameKey, after[0]), and(eq(datasets.nameKey, after[0]), gt(datasets.id, after[1]))) : undefined,
      ),
    )
    .orderBy(asc(datasets.nameKey), asc(datasets.id))
    .limit(limit + 1);
  return pageOf(rows, limit, (row) => [row.nameKey, row.id]);
}

/** `instr`, because D1 refuses LIKE patterns of more than 50 bytes. */
function contains(key: string): SQL {
  return sql`(instr(${datasets.nameKey}, ${key}) > 0 OR instr(lower(${datasets.description}), ${key}) > 0)`;
}

export async function findDataset(db: Database, accountId: AccountId, id: DatasetId): Promise<DatasetDetails | undefined> {
  const [row] = await db
    .select({
      ...summary,
      columns: datasets.columns,
      content: datasets.content,
      parts: datasets.parts,
      revision: datasets.revision,
    })
    .from(datasets)
    .innerJoin(users, eq(users.id, datasets.createdBy))
    .where(standing(accountId, id));
  return row;
}

export async function countDatasets(db: Database, accountId: AccountId): Promise<number> {
  return db.$count(datasets, ofAccount(accountId));
}

export async function isDatasetNameUsed(db: Database, accountId: AccountId, name: string): Promise<boolean> {
  const rows = await db
    .select({ id: datasets.id })
    .from(datasets)
    .where(and(eq(datasets.accountId, accountId), eq(datasets.nameKey, nameKey(name))));
  return rows.length > 0;
}

export interface NewDataset extends DatasetContent {
  readonly id: DatasetId;
  readonly accountId: AccountId;
  readonly name: string;
  readonly description: string;
  readonly createdBy: UserId;
  readonly createdAt: number;
}

/**
 * The statement that makes a data set; it changes nothing where the account has `most` already, and fails where it has
 * one of that name: `isDatasetNameTaken`.
 */
export function insertDataset(db: Database, row: NewDataset, most: number) {
  const values = { ...row, nameKey: nameKey(row.name), revision: 1, updatedAt: row.createdAt, deletedAt: null };
  return insertWithin(db, datasets, values, { most, counted: ofAccount(row.accountId) });
}

/** The statement that gives a data set other rows or columns; it changes nothing where it is not at this revision any more. */
export function writeContent(
  db: Database,
  accountId: AccountId,
  { id, revision }: Pick<DatasetDetails, "id" | "revision">,
  content: Partial<DatasetContent>,
  atMs: number,
) {
  return db
    .update(datasets)
    .set({ ...content, revision: revision + 1, updatedAt: atMs })
    .where(and(standing(accountId, id), eq(datasets.revision, revision)));
}

/** The statement that renames or describes; it fails where the name is taken. */
export function describeDataset(
  db: Database,
  accountId: AccountId,
  { id, revision }: Pick<DatasetDetails, "id" | "revision">,
  { columns, ...texts }: { readonly name: string; readonly description: string; readonly columns: readonly Column[] | undefined },
  atMs: number,
) {
  return db
    .update(datasets)
    .set({
      ...texts,
      nameKey: nameKey(texts.name),
      ...(columns ? { columns, revision: revision + 1 } : {}),
      updatedAt: atMs,
    })
    .where(and(standing(accountId, id), columns ? eq(datasets.revision, revision) : undefined));
}

/** The statement that takes a data set away. What is left of it names the object that still holds its rows. */
export function deleteDataset(db: Database, accountId: AccountId, id: DatasetId, atMs: number) {
  return db.update(datasets).set({ deletedAt: atMs, nameKey: id, columns: [] }).where(standing(accountId, id));
}

/** Deleted data sets whose objects may still hold rows, some of them. */
export async function listDeletedDatasets(db: Database, beforeMs: number): Promise<DatasetId[]> {
  const rows = await db
    .select({ id: datasets.id })
    .from(datasets)
    .where(and(isNotNull(datasets.deletedAt), lt(datasets.deletedAt, beforeMs)))
    .limit(20);
  return rows.map(({ id }) => id);
}

/** Forgets a deleted data set whose object is empty. */
export async function forgetDataset(db: Database, id: DatasetId): Promise<void> {
  await db.delete(datasets).where(and(eq(datasets.id, id), isNotNull(datasets.deletedAt)));
}

export function isDatasetNameTaken(error: unknown): boolean {
  return isDuplicate(error, "datasets.account_id, datasets.name_key");
}

function standing(accountId: AccountId, id: DatasetId): SQL | undefined {
  return and(eq(datasets.id, id), ofAccount(accountId));
}

function ofAccount(accountId: AccountId): SQL | undefined {
  return and(eq(datasets.accountId, accountId), isNull(datasets.deletedAt));
}
