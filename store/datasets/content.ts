/** What a run needs to know of a data set, on D1's own API: runs do not wait for the query builder. */
import type { Column } from "#flow/datasets/column.ts";
import type { Part } from "#flow/datasets/parts.ts";
import type { AccountId, DatasetId } from "#flow/ids.ts";

export interface ContentOfDataset {
  readonly columns: readonly Column[];
  readonly upload: string;
  readonly parts: readonly Part[];
}

/** Undefined where the account has no such data set. */
export async function findContent(db: D1Database, accountId: AccountId, id: DatasetId): Promise<ContentOfDataset | undefined> {
  const row = await db
    .prepare("SELECT columns, content, parts FROM datasets WHERE id = ? AND account_id = ? AND deleted_at IS NULL")
    .bind(id, accountId)
    .first<{ columns: string; content: string; parts: string }>();
  // They were written as these.
  return row ? { columns: JSON.parse(row.columns) as Column[], upload: row.content, parts: JSON.parse(row.parts) as Part[] } : undefined;
}
