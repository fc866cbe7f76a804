import { getTableColumns, sql, type SQL } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "./database.ts";

/**
 * The statement that adds a row where fewer than `most` rows of its table are `counted`; else it changes nothing. The
 * database counts and adds in one step, so that the limit holds however many are added at the same moment.
 */
export function insertWithin<Table extends SQLiteTable>(
  db: Database,
  table: Table,
  row: Table["$inferSelect"],
  { most, counted }: { readonly most: number; readonly counted: SQL | undefined },
) {
  // A selection names every column of the table, in its order. The table's keys are those of its rows.
  const values = Object.entries(getTableColumns(table)).map(([key, column]) => sql.param(row[key as keyof typeof row], column));
  return db.insert(table).select(sql`SELECT ${sql.join(values, sql`, `)} WHERE ${db.$count(table, counted)} < ${most}`);
}
