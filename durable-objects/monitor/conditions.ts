/** Parts of statements, each with what is bound to it. */
export interface Condition {
  readonly sql: string;
  readonly bindings: readonly (string | number)[];
}

/** The column has one of these values: one parameter, however many they are. */
export function isIn(column: string, values: Iterable<string | number>): Condition {
  return { sql: `${column} IN (SELECT value FROM json_each(?))`, bindings: [JSON.stringify([...values])] };
}

/** The column is within from `from` to before `to`. */
export function isWithin(column: string, { from, to }: { readonly from: string | number; readonly to: string | number }): Condition {
  return { sql: `${column} >= ? AND ${column} < ?`, bindings: [from, to] };
}

/** Every row where there is no condition. */
export function allOf(conditions: readonly Condition[]): Condition {
  const sql = conditions.length === 0 ? "TRUE" : conditions.map((each) => each.sql).join(" AND ");
  return { sql, bindings: conditions.flatMap(({ bindings }) => bindings) };
}

/** No row where there is no condition. */
export function anyOf(conditions: readonly Condition[]): Condition {
  const sql = conditions.length === 0 ? "FALSE" : `(${conditions.map((each) => each.sql).join(" OR ")})`;
  return { sql, bindings: conditions.flatMap(({ bindings }) => bindings) };
}
