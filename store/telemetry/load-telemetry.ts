/** What exporting needs to know. On D1's own API, because Monitors load it: the query builder would be part of their start. */
import type { AccountId, WorkflowId } from "#flow/ids.ts";

export interface Telemetry {
  readonly accountId: AccountId;
  readonly endpoint: string;
  /** Sealed; null where there are none. */
  readonly headers: string | null;
  readonly headersVersion: number;
  /** The only ones that are exported; null is all. */
  readonly workflows: readonly WorkflowId[] | null;
  readonly ratio: number;
  readonly includeValues: boolean;
}

interface Row {
  readonly accountId: AccountId;
  readonly endpoint: string;
  readonly headers: string | null;
  readonly headersVersion: number;
  readonly workflows: string | null;
  readonly ratio: number;
  readonly includeValues: number;
}

const columns = `t.account_id AS accountId, t.endpoint AS endpoint, t.headers AS headers, t.headers_version AS headersVersion,
  t.workflows AS workflows, t.ratio AS ratio, t.include_values AS includeValues`;

/** The settings of an account that exports; undefined where it does not. */
export async function loadTelemetry(db: D1Database, accountId: AccountId): Promise<Telemetry | undefined> {
  const row = await db
    .prepare(`SELECT ${columns} FROM telemetry_settings t WHERE t.account_id = ? AND t.enabled = 1`)
    .bind(accountId)
    .first<Row>();
  return row ? telemetryOf(row) : undefined;
}

/** The same, turned on or not. */
export async function loadSettings(db: D1Database, accountId: AccountId): Promise<Telemetry | undefined> {
  const row = await db.prepare(`SELECT ${columns} FROM telemetry_settings t WHERE t.account_id = ?`).bind(accountId).first<Row>();
  return row ? telemetryOf(row) : undefined;
}

/** The settings of a workflow's account that exports, also where it exports others only. */
export async function loadTelemetryFor(db: D1Database, workflowId: WorkflowId): Promise<Telemetry | undefined> {
  const row = await db
    .prepare(`SELECT ${columns} FROM telemetry_settings t JOIN workflows w ON w.account_id = t.account_id WHERE w.id = ? AND t.enabled = 1`)
    .bind(workflowId)
    .first<Row>();
  return row ? telemetryOf(row) : undefined;
}

/** Names of workflows of the account, by their ids. */
export async function workflowNames(
  db: D1Database,
  accountId: AccountId,
  ids: readonly WorkflowId[],
): Promise<ReadonlyMap<string, string>> {
  const { results } = await db
    .prepare("SELECT id, name FROM workflows WHERE account_id = ? AND id IN (SELECT value FROM json_each(?))")
    .bind(accountId, JSON.stringify(ids))
    .all<{ id: string; name: string }>();
  return new Map(results.map(({ id, name }) => [id, name]));
}

function telemetryOf(row: Row): Telemetry {
  return {
    ...row,
    // Only what the schema accepted is stored.
    workflows: row.workflows === null ? null : (JSON.parse(row.workflows) as WorkflowId[]),
    includeValues: row.includeValues === 1,
  };
}
