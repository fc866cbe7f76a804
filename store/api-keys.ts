/** API keys of a workflow. The key itself is never here: only its hash, and what may be shown of it. */
import { and, desc, eq, isNull, lt } from "drizzle-orm";
import type { KeyId, UserId, WorkflowId } from "#flow/ids.ts";
import type { Database } from "./database.ts";
import { insertWithin } from "./insert-within.ts";
import { pageOf, type Page, type PageRequest } from "./page.ts";
import { apiKeys, users } from "./schema.ts";

const shown = {
  id: apiKeys.id,
  name: apiKeys.name,
  prefix: apiKeys.prefix,
  last4: apiKeys.last4,
  createdBy: { id: users.id, name: users.name },
  createdAt: apiKeys.createdAt,
  lastUsedAt: apiKeys.lastUsedAt,
  expiresAt: apiKeys.expiresAt,
  ratePerMinute: apiKeys.ratePerMinute,
};

export interface KeyRow {
  readonly id: KeyId;
  readonly name: string;
  readonly prefix: string;
  readonly last4: string;
  readonly createdBy: { readonly id: UserId; readonly name: string };
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly expiresAt: number | null;
  readonly ratePerMinute: number | null;
}

/** The keys that were not revoked, the newest first. */
export async function listKeys(db: Database, workflowId: WorkflowId, { limit, after }: PageRequest<KeyId>): Promise<Page<KeyRow>> {
  const rows = await db
    .select(shown)
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.createdBy))
    .where(and(eq(apiKeys.workflowId, workflowId), isNull(apiKeys.revokedAt), after ? lt(apiKeys.id, after) : undefined))
    .orderBy(desc(apiKeys.id))
    .limit(limit + 1);
  return pageOf(rows, limit, (row) => [row.id]);
}

/** The statement that makes a key; it changes nothing where the workflow has `most` that were not revoked. */
export function insertKey(db: Database, row: Omit<typeof apiKeys.$inferSelect, "revokedAt">, most: number) {
  const counted = and(eq(apiKeys.workflowId, row.workflowId), isNull(apiKeys.revokedAt));
  return insertWithin(db, apiKeys, { ...row, revokedAt: null }, { most, counted });
}

export async function findKey(db: Database, workflowId: WorkflowId, keyId: KeyId): Promise<{ name: string; prefix: string } | undefined> {
  const [row] = await db.select({ name: apiKeys.name, prefix: apiKeys.prefix }).from(apiKeys).where(standing(workflowId, keyId));
  return row;
}

/** The statement that revokes a key; it changes nothing where there is no such key, or not any more. */
export function revokeKey(db: Database, workflowId: WorkflowId, keyId: KeyId, atMs: number) {
  return db.update(apiKeys).set({ revokedAt: atMs }).where(standing(workflowId, keyId));
}

function standing(workflowId: WorkflowId, keyId: KeyId) {
  return and(eq(apiKeys.id, keyId), eq(apiKeys.workflowId, workflowId), isNull(apiKeys.revokedAt));
}
