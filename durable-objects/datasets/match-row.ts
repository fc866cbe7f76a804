/** What a row is compared by, once in the database's words and once in ours, which decide. */
import { valueOf } from "#flow/datasets/column.ts";
import type { ColumnRef, RowQuery } from "../protocols/datasets.ts";
import { fold } from "./row-tables.ts";

/** What rows of a column are sorted and found by. An index is made of exactly this text. */
export function keyOf({ place, type }: ColumnRef): string {
  const cell = `cells ->> '$[${Math.trunc(place)}]'`;
  if (type === "number") return `CAST(nullif(${cell}, '') AS REAL)`;
  if (type === "boolean")
    return `CASE lower(nullif(${cell}, '')) WHEN 'true' THEN 1 WHEN '1' THEN 1 WHEN 'false' THEN 0 WHEN '0' THEN 0 END`;
  return `(${cell}) COLLATE NOCASE`;
}

/** The values that a key may have where its cell shows this value. */
export function keysOf({ type }: ColumnRef, value: string | number | boolean): (string | number)[] {
  if (typeof value === "boolean") return type === "json" ? [Number(value), String(value)] : [Number(value)];
  if (type !== "json" || typeof value === "number") return [value];
  const keys: (string | number)[] = [value];
  if (value.trim() !== "" && Number.isFinite(Number(value))) keys.push(Number(value));
  if (value === "true" || value === "false") keys.push(Number(value === "true"));
  return keys;
}

/** SQLite's LIKE takes patterns of up to 50 bytes in production; a beginning is enough to find candidates. */
const maxLikeBytes = 48;

/** A LIKE pattern, with `\` as its escape, that every row matches whose values hold the text. */
export function likePattern(search: string): string {
  // As the text stands in the JSON of its row.
  const inJson = JSON.stringify(fold(search)).slice(1, -1);
  let pattern = "%";
  let bytes = 2;
  for (const char of inJson) {
    const escaped = char === "%" || char === "_" || char === "\\" ? `\\${char}` : char;
    bytes += new TextEncoder().encode(escaped).length;
    if (bytes > maxLikeBytes) break;
    pattern += escaped;
  }
  return `${pattern}%`;
}

/** Whether a row, found as a candidate, is what the query asks for. */
export function isMatch(cells: readonly unknown[], { search, where }: RowQuery): boolean {
  if (where && !isShown(valueOf(cells[where.column.place], where.column.type), where)) return false;
  if (!search) return true;
  const wanted = fold(search);
  return cells.some((cell) => holds(cell, wanted));
}

function isShown(found: unknown, { column, value }: NonNullable<RowQuery["where"]>): boolean {
  if (column.type === "json" && typeof value === "string")
    return found !== null && typeof found !== "object" && (typeof found === "string" ? found : JSON.stringify(found)) === value;
  return found === value;
}

/** Texts, numbers and the rest as they are shown; of nested values each one, and the keys. */
function holds(value: unknown, wanted: string): boolean {
  if (typeof value === "string") return fold(value).includes(wanted);
  if (value === null || value === undefined) return false;
  if (Array.isArray(value)) return value.some((item) => holds(item, wanted));
  if (typeof value === "object") return Object.entries(value).some(([key, item]) => holds(key, wanted) || holds(item, wanted));
  return JSON.stringify(value).includes(wanted);
}
