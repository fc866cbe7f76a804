/**
 * Finished rows in the order of their end, which no index has. The table is in the order of the start, so a row that
 * finished at a given time either started shortly before or took long, and the duration has an index. So the next rows
 * are those nearby, and those from farther back that took long enough to come before them. If there are many of the
 * latter, the nearby range grows.
 */
import { allOf, isIn, isWithin } from "./conditions.ts";
import type { FoundRows } from "./find-rows.ts";
import { storedColumns, type Ledger, type StoredRow } from "./ledger.ts";
import type { SortKey } from "./page-place.ts";
import { placeOf, startOf } from "./place.ts";
import { compareKeys, direction, inPieces, type Way } from "./walk-rows.ts";

/** So many rows count as nearby for each that is wanted; then so many times more. */
const nearbyForOne = 60;
const widening = 8;
/** From farther back. */
const maxLong = 1_000;

/** Finished rows of facets, after a key. `piece` is the number of rows to read first. */
export function* walkEnds<Row>(
  ledger: Ledger<Row>,
  found: FoundRows,
  facets: readonly number[],
  { sign, keyOf }: Way,
  after: SortKey | undefined,
  piece: number,
): Generator<StoredRow, undefined> {
  const ofRow = (row: StoredRow): SortKey => keyOf(row, ledger.facets.get(row.facet));
  const rows = new Ends(ledger, found, facets, sign);

  function read(behind: SortKey, limit: number): StoredRow[] {
    const moment = Number(behind[0]);
    const middle = rows.placeNear(sign === 1 ? moment : moment + 1);
    for (let width = nearbyForOne * limit; ; width *= widening) {
      const from = rows.stepBack(middle, width);
      const to = sign === 1 ? rows.stepOn(middle, width) : middle;
      const nearby = rows.between(from, to, behind, limit);
      const last = nearby.length === limit ? Number(ofRow(nearby.at(-1)!)[0]) : undefined;
      // A run that started after the bound also finished after it.
      if (sign === 1 && to < found.to && (last === undefined || last >= startOf(to))) continue;
      if (from === found.from) return nearby;
      // A row before the last one found, or after the key, must have taken at least this long.
      const until = sign === 1 ? moment : last;
      const long = until === undefined ? undefined : rows.longBefore(from, until - startOf(from));
      if (!long) continue;
      const all = [...nearby, ...long.filter((row) => compareKeys(ofRow(row), behind) * sign > 0)];
      return all.toSorted((a, b) => compareKeys(ofRow(a), ofRow(b)) * sign).slice(0, limit);
    }
  }

  const begin = -sign * Number.MAX_SAFE_INTEGER;
  yield* inPieces(read, after ?? [begin, begin], piece, ofRow);
}

/** The statements: rows of some facets in a range. */
class Ends {
  readonly #sql: SqlStorage;
  readonly #name: string;
  readonly #found: FoundRows;
  readonly #facets: readonly number[];
  readonly #sign: 1 | -1;

  constructor({ sql, kind }: Ledger<unknown>, found: FoundRows, facets: readonly number[], sign: 1 | -1) {
    this.#sql = sql;
    this.#name = kind.name;
    this.#found = found;
    this.#facets = facets;
    this.#sign = sign;
  }

  /** The place of a moment, or the end of the range that is nearer. */
  placeNear(at: number): number {
    return Math.max(this.#found.from, Math.min(this.#found.to, placeOf(at)));
  }

  stepBack(n: number, rows: number): number {
    return this.#placeOf("n >= ? AND n < ? ORDER BY n DESC", this.#found.from, n, rows) ?? this.#found.from;
  }

  stepOn(n: number, rows: number): number {
    return this.#placeOf("n >= ? AND n < ? ORDER BY n", n, this.#found.to, rows) ?? this.#found.to;
  }

  between(from: number, to: number, behind: SortKey, limit: number): StoredRow[] {
    const { sql, bindings } = allOf([isWithin("n", { from, to }), isIn("+facet", this.#facets)]);
    const [compare, order] = [this.#sign === 1 ? ">" : "<", direction(this.#sign)];
    const end = `n / ${placeOf(1)} + duration`;
    const statement = `SELECT ${storedColumns} FROM ${this.#name} WHERE ${sql} AND (${end}, n) ${compare} (?, ?) ORDER BY ${end} ${order}, n ${order} LIMIT ?`;
    return this.#sql.exec<StoredRow>(statement, ...bindings, ...behind, limit).toArray();
  }

  /** Rows before a place that took at least so long; undefined where they are many. */
  longBefore(to: number, durationMs: number): StoredRow[] | undefined {
    const { sql, bindings } = allOf([isIn("facet", this.#facets), isWithin("n", { from: this.#found.from, to })]);
    const statement = `SELECT ${storedColumns} FROM ${this.#name} INDEXED BY ${this.#name}_duration WHERE ${sql} AND duration >= ? LIMIT ?`;
    const rows = this.#sql.exec<StoredRow>(statement, ...bindings, durationMs, maxLong + 1).toArray();
    return rows.length > maxLong ? undefined : rows;
  }

  #placeOf(condition: string, from: number, to: number, offset: number): number | undefined {
    const statement = `SELECT n FROM ${this.#name} WHERE ${condition} LIMIT 1 OFFSET ?`;
    return this.#sql.exec<{ n: number }>(statement, from, to, offset).toArray()[0]?.n;
  }
}
