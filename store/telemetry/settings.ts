/** The export of an account's runs as its people manage it. */
import { and, eq, sql } from "drizzle-orm";
import type { AccountId, WorkflowId } from "#flow/ids.ts";
import type { Database } from "../database.ts";
import { telemetrySettings, users, workflows } from "../schema.ts";

export type TelemetryRow = typeof telemetrySettings.$inferSelect & { readonly updatedByName: string | null };

/** The export settings of an account, with the name of the person who last changed them; undefined if there are none. */
export async function findTelemetry(db: Database, accountId: AccountId): Promise<TelemetryRow | undefined> {
  const [row] = await db
    .select({ settings: telemetrySettings, name: users.name })
    .from(telemetrySettings)
    .leftJoin(users, eq(users.id, telemetrySettings.updatedBy))
    .where(eq(telemetrySettings.accountId, accountId));
  return row && { ...row.settings, updatedByName: row.name };
}

type Written = Omit<typeof telemetrySettings.$inferInsert, "revision">;

/** Writes settings where those of the revision `before` (0: none) are still the present ones; else it changes nothing. */
export function saveTelemetry(db: Database, before: number, row: Written) {
  const revision = before + 1;
  const { accountId, ...columns } = row;
  if (before === 0)
    return db
      .insert(telemetrySettings)
      .values({ ...row, revision })
      .onConflictDoNothing();
  return db
    .update(telemetrySettings)
    .set({ ...columns, revision })
    .where(and(eq(telemetrySettings.accountId, accountId), eq(telemetrySettings.revision, before)));
}

/** Those of the ids that are workflows of the account, with their names. One parameter for all: D1 binds at most 100. */
export async function workflowsAmong(
  db: Database,
  accountId: AccountId,
  ids: readonly string[],
): Promise<{ readonly id: WorkflowId; readonly name: string }[]> {
  if (ids.length === 0) return [];
  return db
    .select({ id: workflows.id, name: workflows.name })
    .from(workflows)
    .where(and(eq(workflows.accountId, accountId), sql`${workflows.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`))
    .orderBy(workflows.nameKey);
}
