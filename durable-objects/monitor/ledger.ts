/** Rows of one kind with their facets and rollups: taking in what lanes report, and forgetting what is old. */
import { createLedger } from "./ledger-tables.ts";
import { Facets } from "./facets.ts";
import { Lanes } from "./lanes.ts";
import { isOver, type Entry, type LedgerKind } from "./ledger-kind.ts";
import { Messages } from "./messages.ts";
import { placeOf, Places, startOf } from "./place.ts";
import type { Change } from "../protocols/monitor.ts";
import { RollupChanges, Rollups } from "./rollups.ts";

/** A row as the table has it. */
export type StoredRow = {
  n: number;
  id: string;
  run: string | null;
  facet: number;
  duration: number | null;
  nodes: number;
  message: number | null;
  more: string | null;
};

export const storedColumns = "n, id, run, facet, duration, nodes, message, more";

interface NewRow<Row> extends Change<Row> {
  readonly entry: Entry;
}

type KnownRow = { id: string; change: number; facet: number; n: number };

export class Ledger<Row> {
  readonly sql: SqlStorage;
  readonly kind: LedgerKind<Row>;
  readonly facets: Facets;
  readonly lanes: Lanes;
  readonly rollups: Rollups;
  readonly #messages: Messages;

  constructor(sql: SqlStorage, kind: LedgerKind<Row>) {
    createLedger(sql, kind);
    this.sql = sql;
    this.kind = kind;
    this.facets = new Facets(sql, kind);
    this.lanes = new Lanes(sql, kind.name);
    this.rollups = new Rollups(sql, kind.name);
    this.#messages = new Messages(sql, kind.name);
  }

  /**
   * Stores changes; returns the rows that are new or have changed. A finished row does not change, and otherwise the
   * highest number counts, so batches may arrive twice and in any order. Must be called within a transaction.
   */
  record(changes: readonly Change<Row>[], floor: number): Row[] {
    const newest = this.#newest(changes, floor);
    if (newest.size === 0) return [];
    const rollups = new RollupChanges();
    const places = new Map<string, number>();
    for (const known of this.#known([...newest.keys()])) {
      const { change } = newest.get(known.id)!;
      places.set(known.id, known.n);
      if (this.facets.get(known.facet).isOver || change <= known.change) newest.delete(known.id);
      else rollups.add(known.facet, startOf(known.n), -1, null, this.lanes.require(known.id));
    }
    const news = [...newest.values()];
    const free = new Places(
      this.sql,
      this.kind.name,
      news.flatMap(({ entry }) => (places.has(entry.id) ? [] : entry.startedAt)),
    );
    this.#write(
      news.map(({ change, entry: { id, run, startedAt, durationMs, nodes, more, ...entry } }) => {
        const facet = this.facets.require(entry.facet);
        const n = places.get(id) ?? free.take(startedAt);
        rollups.add(facet.id, startOf(n), 1, facet.isOver ? durationMs : null, this.lanes.require(id));
        const message = entry.message === null ? null : this.#messages.require(entry.message);
        return [n, id, run, facet.isOver ? 0 : change, facet.id, durationMs, nodes, message, more];
      }),
    );
    this.rollups.apply(rollups);
    return news.map(({ row }) => row);
  }

  /** The newest change of each row, by its id. An end is newer than everything else. */
  #newest(changes: readonly Change<Row>[], floor: number): Map<string, NewRow<Row>> {
    const newest = new Map<string, NewRow<Row>>();
    for (const { change, row } of changes) {
      const entry = this.kind.entryOf(row);
      const other = newest.get(entry.id);
      const number = isOver(entry.facet) ? Infinity : change;
      if (entry.startedAt >= floor && (!other || other.change < number)) newest.set(entry.id, { change: number, row, entry });
    }
    return newest;
  }

  find(id: string): Row | undefined {
    const row = this.sql.exec<StoredRow>(`SELECT ${storedColumns} FROM ${this.kind.name} WHERE id = ?`, id).toArray()[0];
    return row && this.rowOf(row);
  }

  rowOf(row: StoredRow): Row {
    const message = row.message === null ? null : this.#messages.textOf(row.message);
    const { id, run, duration: durationMs, nodes, more } = row;
    const { facet } = this.facets.get(row.facet);
    return this.kind.rowOf({ id, run, facet, startedAt: startOf(row.n), durationMs, nodes, message, more });
  }

  /** The values of a column that occur. */
  values(column: string): string[] {
    const values = new Set<string>();
    for (const facet of this.facets.all) {
      const value = facet.values.get(column);
      if (value !== null && value !== undefined) values.add(value);
    }
    return [...values].toSorted();
  }

  /**
   * Deletes up to `limit` rows that started before `floor`, and then their rollups; returns true if all of them are
   * deleted.
   */
  forget(floor: number, limit: number): boolean {
    const { name } = this.kind;
    const old = this.sql.exec(
      `DELETE FROM ${name} WHERE n IN (SELECT n FROM ${name} WHERE n < ? ORDER BY n LIMIT ?) RETURNING n`,
      placeOf(floor),
      limit,
    );
    if (old.toArray().length === limit) return false;
    this.rollups.forget(floor);
    this.facets.sweep();
    this.lanes.sweep();
    this.#messages.sweep();
    return true;
  }

  #known(ids: readonly string[]): KnownRow[] {
    return this.sql
      .exec<KnownRow>(
        `SELECT id, change, facet, n FROM ${this.kind.name} WHERE id IN (SELECT value FROM json_each(?))`,
        JSON.stringify(ids),
      )
      .toArray();
  }

  /** All rows in one statement: a call for each would cost more than what the database does for it. */
  #write(rows: readonly (readonly (string | number | null)[])[]): void {
    const columns = ["n", "id", "run", "change", "facet", "duration", "nodes", "message", "more"];
    const values = columns.map((_column, i) => `value ->> ${i}`);
    this.sql.exec(
      `INSERT OR REPLACE INTO ${this.kind.name} (${columns.join(", ")}) SELECT ${values.join(", ")} FROM json_each(?)`,
      JSON.stringify(rows),
    );
  }
}
