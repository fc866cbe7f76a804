/**
 * The number under which a row stands: the millisecond of its start, then a count within it. So the table itself and the
 * end of each of its indexes are in the order of the start, and no row needs a column or an index for it. More rows than
 * fit into one millisecond run over into the next.
 */
const room = 2048;

/** The number behind all numbers of the millisecond that `n` is in. */
function endOf(n: number): number {
  return n - (n % room) + room;
}

/** Assigns unused numbers to rows that start at given times. */
export class Places {
  readonly #sql: SqlStorage;
  readonly #table: string;
  /** The next free number, by the first one of its millisecond. */
  readonly #free = new Map<number, number>();

  constructor(sql: SqlStorage, table: string, startTimes: readonly number[]) {
    this.#sql = sql;
    this.#table = table;
    this.#look([...new Set(startTimes)].map(placeOf));
  }

  take(startedAt: number): number {
    for (let first = placeOf(startedAt); ; first = endOf(first)) {
      if (!this.#free.has(first)) this.#look([first]);
      const n = this.#free.get(first)!;
      if (n >= endOf(first)) continue;
      this.#free.set(first, n + 1);
      return n;
    }
  }

  #look(firsts: readonly number[]): void {
    const taken = this.#sql.exec<{ first: number; last: number | null }>(
      `SELECT value AS first, (SELECT max(n) FROM ${this.#table} WHERE n >= value AND n < value + ${room}) AS last FROM json_each(?)`,
      JSON.stringify(firsts),
    );
    for (const { first, last } of taken) this.#free.set(first, last === null ? first : last + 1);
  }
}

/** The first number of the rows that start at `at` or later. */
export function placeOf(at: number): number {
  return Math.min(at, Math.floor(Number.MAX_SAFE_INTEGER / room)) * room;
}

/** When the row with this number started, in epoch milliseconds. */
export function startOf(n: number): number {
  return Math.floor(n / room);
}
