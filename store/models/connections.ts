/** Model connections as people manage them. Every question names the account, so that no answer crosses it. */
import { and, asc, eq, gt, or, sql } from "drizzle-orm";
import type { ConnectionId, UserId, AccountId } from "#flow/ids.ts";
import type { Gateway, ModelEntry, Provider } from "#flow/models/connection.ts";
import { isDuplicate, type Database } from "../database.ts";
import { isUnused } from "../flow-uses.ts";
import { insertWithin } from "../insert-within.ts";
import { nameKey } from "../name-key.ts";
import { pageOf, type Page } from "../page.ts";
import { modelConnections, users } from "../schema.ts";
import type { ConnectionPlace } from "./model-key.ts";

const shown = {
  id: modelConnections.id,
  accountId: modelConnections.accountId,
  name: modelConnections.name,
  nameKey: modelConnections.nameKey,
  provider: modelConnections.provider,
  baseUrl: modelConnections.baseUrl,
  gateway: modelConnections.gateway,
  currency: modelConnections.currency,
  models: modelConnections.models,
  hasKey: sql<number>`${modelConnections.key} IS NOT NULL`.mapWith(Boolean),
  keyVersion: modelConnections.keyVersion,
  testOk: modelConnections.testOk,
  testMessage: modelConnections.testMessage,
  testAt: modelConnections.testAt,
  createdBy: { id: users.id, name: users.name },
  createdAt: modelConnections.createdAt,
  updatedAt: modelConnections.updatedAt,
};

export interface ConnectionSettings {
  readonly name: string;
  readonly provider: Provider;
  readonly baseUrl: string | null;
  readonly gateway: Gateway | null;
  readonly currency: string;
  readonly models: readonly ModelEntry[];
}

export interface ConnectionRow extends ConnectionPlace, ConnectionSettings {
  readonly nameKey: string;
  readonly hasKey: boolean;
  readonly keyVersion: number;
  readonly testOk: boolean | null;
  readonly testMessage: string | null;
  readonly testAt: number | null;
  readonly createdBy: { readonly id: UserId; readonly name: string };
  readonly createdAt: number;
  readonly updatedAt: number;
}

interface ConnectionFilter {
  readonly search: string | undefined;
  readonly limit: number;
  /** The name's key and the id of the last row shown. */
  readonly after: readonly [string, string] | undefined;
}

/** The connections of an account by name. */
export async function listConnections(db: Database, accountId: AccountId, filter: ConnectionFilter): Promise<Page<ConnectionRow>> {
  const { search, limit, after } = filter;
  const { nameKey: key, id } = modelConnections;
  const rows = await db
    .select(shown)
    .from(modelConnections)
    .innerJoin(users, eq(users.id, modelConnections.createdBy))
    .where(
      and(
        eq(modelConnections.accountId, accountId),
        search ? sql`instr(${key}, ${nameKey(search)}) > 0` : undefined,
        // An id comes from text that was an id.
        after ? or(gt(key, after[0]), and(eq(key, after[0]), gt(id, after[1] as ConnectionId))) : undefined,
      ),
    )
    .orderBy(asc(key), asc(id))
    .limit(limit + 1);
  return pageOf(rows.map(rowOf), limit, (row) => [row.nameKey, row.id]);
}

export async function findConnection(db: Database, { accountId, id }: ConnectionPlace): Promise<ConnectionRow | undefined> {
  const [row] = await db
    .select(shown)
    .from(modelConnections)
    .innerJoin(users, eq(users.id, modelConnections.createdBy))
    .where(and(eq(modelConnections.id, id), eq(modelConnections.accountId, accountId)));
  return row && rowOf(row);
}

function columnsOf({ name, provider, baseUrl, gateway, currency, models }: ConnectionSettings) {
  return {
    name,
    nameKey: nameKey(name),
    provider,
    baseUrl,
    gateway: gateway && JSON.stringify(gateway),
    currency,
    models: JSON.stringify(models),
  };
}

/**
 * The statement that makes a connection; it changes nothing where the account has `most` already, and fails where it has
 * one of that name: `isConnectionNameTaken`.
 */
export function insertConnection(
  db: Database,
  row: ConnectionPlace & ConnectionSettings & { readonly key: string | null; readonly createdBy: UserId; readonly createdAt: number },
  most: number,
) {
  const { id, accountId, key, createdBy, createdAt } = row;
  const untested = { testOk: null, testMessage: null, testAt: null };
  const values = { ...columnsOf(row), id, accountId, key, keyVersion: 1, ...untested, createdBy, createdAt, updatedAt: createdAt };
  return insertWithin(db, modelConnections, values, { most, counted: eq(modelConnections.accountId, accountId) });
}

/** Whether a change failed because the account has a connection of that name. */
export function isConnectionNameTaken(error: unknown): boolean {
  return isDuplicate(error, "model_connections.account_id, model_connections.name_key");
}

/** Changes a connection that is still as it was read. `key` is the new sealed one, or null for none any more; undefined keeps it. */
export function updateConnection(
  db: Database,
  before: ConnectionRow,
  change: ConnectionSettings & { readonly key: string | null | undefined },
  nowMs: number,
) {
  const { key } = change;
  return db
    .update(modelConnections)
    .set({
      ...columnsOf(change),
      ...(key === undefined ? {} : { key, keyVersion: before.keyVersion + 1, testOk: null, testMessage: null, testAt: null }),
      updatedAt: nowMs,
    })
    .where(
      and(
        eq(modelConnections.id, before.id),
        eq(modelConnections.accountId, before.accountId),
        eq(modelConnections.updatedAt, before.updatedAt),
        eq(modelConnections.keyVersion, before.keyVersion),
      ),
    );
}

/** Notes how a test went. */
export function updateConnectionTest(db: Database, { accountId, id }: ConnectionPlace, ok: boolean, message: string, atMs: number) {
  return db
    .update(modelConnections)
    .set({ testOk: ok, testMessage: message, testAt: atMs })
    .where(and(eq(modelConnections.id, id), eq(modelConnections.accountId, accountId)));
}

/** Deletes a connection unless a flow uses it. */
export function deleteConnection(db: Database, { accountId, id }: ConnectionPlace) {
  return db
    .delete(modelConnections)
    .where(and(eq(modelConnections.id, id), eq(modelConnections.accountId, accountId), isUnused(accountId, { setting: "connection", id })));
}

function rowOf<Of extends { readonly gateway: string | null; readonly models: string }>(row: Of) {
  // Written by `columnsOf`.
  return { ...row, gateway: row.gateway === null ? null : (JSON.parse(row.gateway) as Gateway), models: readModels(row.models) };
}

function readModels(text: string): readonly ModelEntry[] {
  return JSON.parse(text) as ModelEntry[];
}
