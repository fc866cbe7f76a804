import { valueOf, type Column } from "./column.ts";

/** A row's values by its columns' names, null where there is none. `cells` is a JSON array, as it was stored. */
export function valuesOf(columns: readonly Pick<Column, "name" | "type">[], cells: string): Record<string, unknown> {
  const row = JSON.parse(cells) as unknown[];
  return Object.fromEntries(columns.map(({ name, type }, i) => [name, valueOf(row[i], type)]));
}
