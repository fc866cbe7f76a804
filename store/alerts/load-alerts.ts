/** Alert rules as a Monitor needs them. On D1's own API: Monitors load it. */
import type { AlertChannel, AlertCondition, AlertRule } from "#flow/alerts/rule.ts";
import type { AccountId, AlertRuleId, WorkflowId } from "#flow/ids.ts";
import { readSettings, type DeployedSettings } from "../endpoint.ts";

interface Row {
  readonly id: AlertRuleId;
  readonly name: string;
  readonly condition: string;
  readonly channel: string;
  readonly enabled: number;
  readonly mutedUntil: number | null;
  readonly revision: number;
  readonly createdAt: number;
}

/** The rules of a workflow, turned on or not. */
export async function loadAlertRules(db: D1Database, workflowId: WorkflowId): Promise<AlertRule[]> {
  const { results } = await db
    .prepare(
      `SELECT id, name, condition, channel, enabled, muted_until AS mutedUntil, revision, created_at AS createdAt
       FROM alert_rules WHERE workflow_id = ? ORDER BY id`,
    )
    .bind(workflowId)
    .all<Row>();
  return results.map((row) => ({
    ...row,
    // Only what the schema accepted is stored.
    condition: JSON.parse(row.condition) as AlertCondition,
    channel: JSON.parse(row.channel) as AlertChannel,
    enabled: row.enabled === 1,
  }));
}

/** What telling of a workflow takes: its name, and the settings whose secret signs. */
export async function loadSender(
  db: D1Database,
  workflowId: WorkflowId,
): Promise<{ readonly accountId: AccountId; readonly name: string; readonly settings: DeployedSettings } | undefined> {
  const row = await db
    .prepare("SELECT account_id AS accountId, name, endpoint FROM workflows WHERE id = ?")
    .bind(workflowId)
    .first<{ accountId: AccountId; name: string; endpoint: string }>();
  return row ? { accountId: row.accountId, name: row.name, settings: readSettings(row.endpoint) } : undefined;
}
