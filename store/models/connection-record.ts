/**
 * A connection as runs need it. Written on D1's own API, because lanes load it: the query builder would be part of
 * every caller's cold start.
 */
import type { Gateway, ModelEntry, Provider } from "#flow/models/connection.ts";
import type { ConnectionPlace } from "./model-key.ts";

export interface ConnectionRecord extends ConnectionPlace {
  readonly name: string;
  readonly provider: Provider;
  readonly baseUrl: string | null;
  readonly gateway: Gateway | null;
  readonly currency: string;
  readonly models: readonly ModelEntry[];
  /** Sealed; null where there is none. */
  readonly key: string | null;
  readonly keyVersion: number;
}

interface Row extends Omit<ConnectionRecord, "gateway" | "models"> {
  readonly gateway: string | null;
  readonly models: string;
}

const columns = `c.id AS id, c.account_id AS accountId, c.name AS name, c.provider AS provider, c.base_url AS baseUrl,
  c.gateway AS gateway, c.currency AS currency, c.models AS models, c.key AS key, c.key_version AS keyVersion`;

/** A connection of this account, or undefined. */
export async function loadConnection(db: D1Database, { accountId, id }: ConnectionPlace): Promise<ConnectionRecord | undefined> {
  const row = await db
    .prepare(`SELECT ${columns} FROM model_connections c WHERE c.id = ? AND c.account_id = ?`)
    .bind(id, accountId)
    .first<Row>();
  return row ? recordOf(row) : undefined;
}

function recordOf(row: Row): ConnectionRecord {
  // Written by store/models/connections.ts.
  return {
    ...row,
    gateway: row.gateway === null ? null : (JSON.parse(row.gateway) as Gateway),
    models: JSON.parse(row.models) as ModelEntry[],
  };
}
