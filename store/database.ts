import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";

export type Database = DrizzleD1Database;

/** The query builder over D1, for management. Calls of workflows use `store/endpoint.ts` instead. */
export function database(db: D1Database): Database {
  return drizzle(db);
}

/** Whether a statement failed because a row with these values exists: `columns` as SQLite names them, `table.column, …`. */
export function isDuplicate(error: unknown, columns: string): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.message.includes(`UNIQUE constraint failed: ${columns}`)) return true;
  }
  return false;
}
