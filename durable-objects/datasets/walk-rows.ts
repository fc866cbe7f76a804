/**
 * Pages of rows. Every request looks at a bounded number of rows, in the order of the page, and ends there with what it
 * found and where it stopped: so it takes the same time whatever is searched for and however large the data set is.
 */
import { limits } from "#flow/limits.ts";
import { isMatch, keyOf, keysOf, likePattern } from "./match-row.ts";
import type { Content, RowPage, RowQuery, StoredRow } from "../protocols/datasets.ts";
import { tableOf, type RowTables } from "./row-tables.ts";

type Value = string | number | null;

/** A condition, and its values. */
interface Condition {
  readonly text: string;
  readonly values: readonly Value[];
}

interface FoundRow extends Record<string, Value> {
  id: number;
  cells: string;
}

/** A page of a content's rows. Makes the index that sorting or looking up needs: half a second at 500,000 rows, once. */
export function walkRows(sql: SqlStorage, tables: RowTables, { upload, parts }: Content, query: RowQuery): RowPage {
  const { where, sort, after = 0 } = query;
  const indexed = sort ?? where?.column;
  if (indexed) tables.index(upload, `${Math.trunc(indexed.place)}_${indexed.type}`, keyOf(indexed));
  const table = tableOf(upload);
  const end = parts.at(-1)?.to ?? 0;
  const page = new PageOfRows(query);

  if (!sort) {
    // A look-up goes straight to its rows; a search goes through all of them, some at a time.
    const until = query.search ? Math.min(end, after + limits.datasetScanRows) : end;
    const conditions = [{ text: "id > ? AND id <= ?", values: [after, until] }, ...isIn(parts, "id"), ...isValue(where, "")];
    page.take(sql, `SELECT id, cells FROM ${table} WHERE ${textOf([...conditions, ...isLike(query)])} ORDER BY id`, [
      ...conditions,
      ...isLike(query),
    ]);
    return page.finish(until < end ? until : null);
  }

  const key = keyOf(sort);
  const order = sort.descending ? `${key} DESC, id DESC` : `${key}, id`;
  const reached = after > 0 ? sql.exec<{ key: Value }>(`SELECT ${key} AS key FROM ${table} WHERE id = ?`, after).toArray()[0] : undefined;
  // The unary plus keeps the database from leaving the order for another index.
  const always = [{ text: "+id <= ?", values: [end] }, ...isIn(parts, "+id"), ...isValue(where, "+")];
  const window = limits.datasetSortedScanRows;
  for (const stretch of stretchesOf(key, sort.descending, reached && { key: reached.key, id: after })) {
    const inOrder = `FROM ${table} WHERE ${stretch.text} ORDER BY ${order} LIMIT ${window}`;
    const filters = [...always, ...isLike(query)];
    page.take(sql, `SELECT id, cells FROM (SELECT id, cells, folded ${inOrder}) WHERE ${textOf(filters)}`, [stretch, ...filters]);
    if (page.isFull) break;
    const edge = sql.exec<{ id: number }>(`SELECT id ${inOrder} OFFSET ${window - 1}`, ...stretch.values).toArray()[0];
    if (edge) return page.finish(edge.id);
  }
  return page.finish(null);
}

class PageOfRows {
  readonly #query: RowQuery;
  readonly #rows: StoredRow[] = [];
  #candidates = 0;
  #last = 0;
  isFull = false;

  constructor(query: RowQuery) {
    this.#query = query;
  }

  /** Takes what a statement finds, in its order, until the page is full. */
  take(sql: SqlStorage, statement: string, conditions: readonly Condition[]): void {
    for (const { id, cells } of sql.exec<FoundRow>(statement, ...conditions.flatMap(({ values }) => values))) {
      if (this.#rows.length === this.#query.limit || this.#candidates === limits.datasetCandidates) {
        this.isFull = true;
        return;
      }
      this.#candidates++;
      this.#last = id;
      if (isMatch(JSON.parse(cells) as unknown[], this.#query)) this.#rows.push({ id, cells });
    }
  }

  /** `edge` is where looking ended although more rows follow. */
  finish(edge: number | null): RowPage {
    return { rows: this.#rows, next: this.isFull ? this.#last : edge };
  }
}

function textOf(conditions: readonly Condition[]): string {
  return conditions.map(({ text }) => text).join(" AND ");
}

/** Nothing where there is one part, whose bounds are known to the caller already. */
function isIn(parts: Content["parts"], id: string): Condition[] {
  if (parts.length === 1) return [];
  const text = parts.map(() => `${id} BETWEEN ? AND ?`).join(" OR ") || "0";
  return [{ text: `(${text})`, values: parts.flatMap(({ from, to }) => [from, to]) }];
}

function isValue(where: RowQuery["where"], plus: "" | "+"): Condition[] {
  if (!where) return [];
  const values = keysOf(where.column, where.value);
  return [{ text: `${plus}(${keyOf(where.column)}) IN (${values.map(() => "?").join(", ")})`, values }];
}

function isLike({ search }: RowQuery): Condition[] {
  return search ? [{ text: "coalesce(folded, cells) LIKE ? ESCAPE '\\'", values: [likePattern(search)] }] : [];
}

/** The order in pieces that an index serves each on its own: the rest of the same value, the values beyond it, the empty cells. */
function stretchesOf(key: string, isDescending: boolean, after: { readonly key: Value; readonly id: number } | undefined): Condition[] {
  const beyond = isDescending ? "<" : ">";
  const empty: Condition = { text: `${key} IS NULL`, values: [] };
  const filled: Condition = { text: `${key} IS NOT NULL`, values: [] };
  if (!after) return isDescending ? [filled, empty] : [empty, filled];
  if (after.key === null) {
    const rest: Condition = { text: `${key} IS NULL AND id ${beyond} ?`, values: [after.id] };
    return isDescending ? [rest] : [rest, filled];
  }
  const rest: Condition = { text: `${key} = ? AND id ${beyond} ?`, values: [after.key, after.id] };
  const others: Condition = { text: `${key} ${beyond} ?`, values: [after.key] };
  return isDescending ? [rest, others, empty] : [rest, others];
}
