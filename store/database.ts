import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";

export type Database = DrizzleD1Database;

/** The query builder over D1, for management. Calls of workflows use `store/endpoint.ts` instead. */
export function database(db: D1Database): Database {
  return drizzle(db);
}

/** Whether a statement failed because a row with these values exists: `columns` as SQLite names them, `table.column, …`. */
export function isDuplicate(error: unknown, columns: string): boolean {
  return isBroken(error, `UNIQUE constraint failed: ${columns}`);
}

/** Whether a statement was refused a NULL for `column`: as SQLite names it, `table.column`. */
export function isRefusedNull(error: unknown, column: string): boolean {
  return isBroken(error, `NOT NULL constraint failed: ${column}`);
}

function isBroken(error: unknown, message: string): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.message.includes(message)) return true;
  }
  return false;
}
