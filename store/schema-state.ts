/** Whether the database is the one that this build was made for. */
import journal from "../migrations/meta/_journal.json" with { type: "json" };

/** The migration that this build needs. The program that applies migrations records their files in `d1_migrations`. */
const lastMigration = `${journal.entries.at(-1)?.tag}.sql`;

export type SchemaState = "outdated" | "unclaimed" | "settingUp" | "ready";

/** One statement, without the query builder: every isolate asks before its first answer. */
export async function schemaState(db: D1Database): Promise<SchemaState> {
  try {
    const row = await db
      .prepare(
        "SELECT (SELECT count(*) FROM d1_migrations WHERE name = ?) AS migrated, (SELECT setting_up FROM installation) AS setting_up",
      )
      .bind(lastMigration)
      .first<{ migrated: number; setting_up: number | null }>();
    if (!row?.migrated) return "outdated";
    if (row.setting_up === null) return "unclaimed";
    return row.setting_up === 1 ? "settingUp" : "ready";
  } catch (error) {
    if (/no such (table|column)/.test(String(error))) return "outdated";
    throw error;
  }
}
