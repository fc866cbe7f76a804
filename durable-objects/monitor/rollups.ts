/**
 * Counts and response times of each facet in each piece of time. The key is one number, so that the pieces of a span
 * stand together: level, then the piece's number in minutes, then the facet. Levels behind those of time are
 * pieces of one lane each.
 */
import { levels, type Span } from "#flow/monitoring/periods.ts";
import { addToSketch, emptySketch, readSketch, writeSketch } from "#flow/monitoring/rank-sketch.ts";
import { maxLanes, type KnownLane } from "./lanes.ts";

const minuteMs = 60_000;
/** More facets than one object could keep rows for. */
const facetRoom = 2 ** 20;
/** Minutes since the epoch until the year 2097. */
const minuteRoom = 2 ** 26;

/** Written by one statement, which takes a hundred parameters. */
const rowsAtOnce = 33;

function keyOf(level: number, at: number, facet: number): number {
  return (level * minuteRoom + Math.floor(at / minuteMs)) * facetRoom + facet;
}

/** Four hours, the length of the pieces that lanes have rollups of: charts of ten days and more have steps of these. */
export const lanePieceMs = 4 * 60 * minuteMs;

/** The level at which a lane's rollups are. */
export function levelOfLane({ number }: KnownLane): number {
  return levels.length + number;
}

export interface Rollup {
  /** The start of its time slice. */
  readonly at: number;
  readonly facet: number;
  readonly count: number;
  /** Of response times; null where none is known. */
  readonly sketch: Uint8Array | null;
}

type RollupRow = { key: number; count: number; sketch: ArrayBuffer | null };

/** What a batch changes, collected first so that each rollup is written once. */
export class RollupChanges {
  readonly byKey = new Map<number, { count: number; durations: number[] }>();

  /** Rows of a lane that started at `startedAt`: `count` more of them, or fewer. */
  add(facet: number, startedAt: number, count: number, durationMs: number | null, lane: KnownLane | undefined): void {
    const add = (length: number, level: number): void => {
      const key = keyOf(level, Math.floor(startedAt / length) * length, facet);
      let change = this.byKey.get(key);
      if (!change) this.byKey.set(key, (change = { count: 0, durations: [] }));
      change.count += count;
      if (durationMs !== null) change.durations.push(durationMs);
    };
    levels.forEach(add);
    if (lane) add(lanePieceMs, levelOfLane(lane));
  }
}

export class Rollups {
  readonly #sql: SqlStorage;
  readonly #table: string;

  constructor(sql: SqlStorage, name: string) {
    this.#sql = sql;
    this.#table = `${name}_rollups`;
  }

  /** To be called within the transaction that writes the rows. */
  apply(changes: RollupChanges): void {
    const keys = JSON.stringify([...changes.byKey.keys()]);
    const known = new Map<number, RollupRow>();
    const rows = this.#sql.exec<RollupRow>(
      `SELECT key, count, sketch FROM ${this.#table} WHERE key IN (SELECT value FROM json_each(?))`,
      keys,
    );
    for (const row of rows) known.set(row.key, row);
    const changed: (number | ArrayBuffer | null)[] = [];
    for (const [key, { count, durations }] of changes.byKey) {
      if (count === 0 && durations.length === 0) continue;
      const before = known.get(key);
      const total = (before?.count ?? 0) + count;
      let sketch: ArrayBuffer | null = before?.sketch ?? null;
      if (durations.length > 0) {
        durations.sort((a, b) => a - b);
        sketch = writeSketch(addToSketch(sketch ? readSketch(new Uint8Array(sketch)) : emptySketch(), durations, total)).buffer;
      }
      if (total > 0) changed.push(key, total, sketch);
      else this.#sql.exec(`DELETE FROM ${this.#table} WHERE key = ?`, key);
    }
    this.#write(changed);
  }

  /** Many in one statement: a call for each costs as much as what the database does for it. */
  #write(values: readonly (number | ArrayBuffer | null)[]): void {
    const row = "(?, ?, ?)";
    for (let from = 0; from < values.length;) {
      const rows = values.length - from < 3 * rowsAtOnce ? 1 : rowsAtOnce;
      const bound = values.slice(from, from + 3 * rows);
      from += bound.length;
      this.#sql.exec(`INSERT OR REPLACE INTO ${this.#table} (key, count, sketch) VALUES ${Array(rows).fill(row).join(", ")}`, ...bound);
    }
  }

  /** Every facet's rollups in a span, by time; `level` may be a lane's. */
  *read({ level, from, to }: Span & { readonly level: number }): Iterable<Rollup> {
    const rows = this.#sql.exec<RollupRow>(
      `SELECT key, count, sketch FROM ${this.#table} WHERE key >= ? AND key < ?`,
      keyOf(level, from, 0),
      keyOf(level, to, 0),
    );
    for (const { key, count, sketch } of rows) {
      const facet = key % facetRoom;
      const at = (((key - facet) / facetRoom) % minuteRoom) * minuteMs;
      yield { at, facet, count, sketch: sketch && new Uint8Array(sketch) };
    }
  }

  /** Forgets what is older; `before` is the beginning of a day. */
  forget(before: number): void {
    for (let level = 0; level < levels.length + maxLanes; level++)
      this.#sql.exec(`DELETE FROM ${this.#table} WHERE key >= ? AND key < ?`, keyOf(level, 0, 0), keyOf(level, before, 0));
  }
}
