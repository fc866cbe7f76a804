/** How the columns of a data set change with its rows. */
import type { ProblemEntry } from "../problems/problem.ts";
import { addTallies, fits, typeOf, type Column, type ColumnType } from "./column.ts";
import type { DatasetFormat } from "./formats.ts";
import type { RowsRead } from "./row-reader.ts";

type Read = RowsRead["columns"];

/** The columns of new rows. A chosen type stays with the column of that name if all cells fit it. */
export function replacedColumns(
  read: Read,
  format: DatasetFormat,
  before: readonly Column[] = [],
): { readonly columns: Column[]; readonly warnings: ProblemEntry[] } {
  const chosen = new Map(before.filter((column) => column.chosen).map(({ name, type }) => [name, type]));
  const warnings: ProblemEntry[] = [];
  const columns = read.map(({ name, tally }): Column => {
    const found = typeOf(tally, format);
    const type = chosen.get(name);
    if (type === undefined) return { name, type: found, chosen: false, tally };
    if (fits(tally, type)) return { name, type, chosen: true, tally };
    const message = `The column “${name}” was of the type ${type}. Its new values are not, so its type is now ${found}.`;
    warnings.push({ path: "", code: "type_changed", message });
    return { name, type: found, chosen: false, tally };
  });
  return { columns, warnings };
}

/** The columns with added rows, which were read with these columns; issues if cells do not fit a chosen type. */
export function appendedColumns(
  columns: readonly Column[],
  read: Read,
  format: DatasetFormat,
): { readonly columns: Column[]; readonly errors: ProblemEntry[] } {
  const errors: ProblemEntry[] = [];
  const merged = columns.map((column, i): Column => {
    const tally = addTallies(column.tally, read[i]!.tally);
    if (!column.chosen) return { ...column, type: typeOf(tally, format), tally };
    if (!fits(tally, column.type)) errors.push(misfit(column.name, column.type));
    return { ...column, tally };
  });
  return { columns: merged, errors };
}

/** The columns with the types that were asked for, null for the one that is found; issues where a column is not there or cannot be read so. */
export function retypedColumns(
  columns: readonly Column[],
  types: Readonly<Record<string, ColumnType | null>>,
  format: DatasetFormat,
): { readonly columns: Column[]; readonly errors: ProblemEntry[] } {
  const wanted = new Map(Object.entries(types));
  const errors: ProblemEntry[] = [];
  const retyped = columns.map((column): Column => {
    const type = wanted.get(column.name);
    wanted.delete(column.name);
    if (type === undefined) return column;
    if (type === null) return { ...column, type: typeOf(column.tally, format), chosen: false };
    if (!fits(column.tally, type)) errors.push(misfit(column.name, type));
    return { ...column, type, chosen: true };
  });
  for (const name of wanted.keys())
    errors.push({ path: "/types", code: "unknown_column", message: `There is no column “${name.slice(0, 100)}”.` });
  return { columns: retyped, errors };
}

function misfit(name: string, type: ColumnType): ProblemEntry {
  return { path: "/types", code: "type_misfit", message: `Some values of the column “${name}” are not of the type ${type}.` };
}
