/**
 * Objects that are older than a column get it when they start. `type` is what follows the column's name. Returns whether
 * the column was added now.
 */
export function addColumn(sql: SqlStorage, table: string, column: string, type: string): boolean {
  const known = sql.exec("SELECT 1 FROM pragma_table_info(?) WHERE name = ?", table, column).toArray();
  if (known.length > 0) return false;
  sql.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
  return true;
}
