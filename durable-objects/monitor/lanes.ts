/**
 * The lanes of rows, which are the start of their ids. Runs that started in the same four hours are also rolled up for
 * each lane. So figures of a search that matches the ids of some lanes, which may be half of all, need not read each
 * row.
 */
import { idsBeginning, lanePrefixOf, type IdRange } from "#flow/monitoring/id-ranges.ts";
import { startOf } from "./place.ts";

export interface KnownLane {
  readonly number: number;
  readonly ids: IdRange;
  /** Runs that started earlier (epoch ms) may be missing in the lane's rollups. */
  readonly since: number;
}

/** Beyond this many lanes, rows are read one at a time. */
export const maxLanes = 100;

type LaneRow = { number: number; prefix: string; since: number };

export class Lanes {
  readonly #sql: SqlStorage;
  readonly #name: string;
  readonly #byPrefix = new Map<string, KnownLane>();

  constructor(sql: SqlStorage, name: string) {
    this.#sql = sql;
    this.#name = name;
    this.#read();
  }

  get all(): readonly KnownLane[] {
    return [...this.#byPrefix.values()];
  }

  /** The lane in an id, if there is one and there are not too many lanes. Must be called before the row is written. */
  require(id: string): KnownLane | undefined {
    const prefix = lanePrefixOf(id);
    if (prefix === undefined) return undefined;
    const known = this.#byPrefix.get(prefix);
    return known ?? (this.#byPrefix.size < maxLanes ? this.#add(prefix) : undefined);
  }

  /** Forgets those that no row has any more. */
  sweep(): void {
    const rows = `SELECT 1 FROM ${this.#name} r WHERE r.id >= prefix AND r.id < prefix || ?`;
    this.#sql.exec(`DELETE FROM ${this.#name}_lanes WHERE NOT EXISTS (${rows})`, idsBeginning("").to);
    this.#read();
  }

  #add(prefix: string): KnownLane {
    const ids = idsBeginning(prefix);
    const { had, last } = this.#sql
      .exec<{ had: number; last: number | null }>(
        `SELECT EXISTS (SELECT 1 FROM ${this.#name} WHERE id >= ? AND id < ?) AS had, (SELECT max(n) FROM ${this.#name}) AS last`,
        ids.from,
        ids.to,
      )
      .one();
    // Rows that were written while the lane was not known are in no rollup of it.
    const since = had === 1 && last !== null ? startOf(last) + 1 : 0;
    const taken = new Set(this.all.map(({ number }) => number));
    const lane = { number: Array.from({ length: maxLanes }, (_, i) => i).find((i) => !taken.has(i))!, ids, since };
    this.#sql.exec(`INSERT INTO ${this.#name}_lanes (number, prefix, since) VALUES (?, ?, ?)`, lane.number, prefix, since);
    this.#byPrefix.set(prefix, lane);
    return lane;
  }

  #read(): void {
    this.#byPrefix.clear();
    const rows = this.#sql.exec<LaneRow>(`SELECT number, prefix, since FROM ${this.#name}_lanes`);
    for (const { number, prefix, since } of rows) this.#byPrefix.set(prefix, { number, ids: idsBeginning(prefix), since });
  }
}
