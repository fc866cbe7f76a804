/**
 * What a selection means in one ledger: facets of which all rows are meant, and rows that have to be looked at one by
 * one: those that a filter names, and those that the search finds by their id or message.
 */
import { isMeant, plain, selectFacets } from "#flow/monitoring/select-facets.ts";
import type { KnownFacet } from "./facets.ts";
import { storedColumns, type Ledger, type StoredRow } from "./ledger.ts";
import { holdsText } from "./messages.ts";
import { placeOf } from "./place.ts";
import type { Selection } from "./protocol.ts";

/** What figures are made of: when a row began, its facet, and how long it took. */
export type FoundFigure = Pick<StoredRow, "n" | "facet" | "duration">;

export class FoundRows {
  /** The places (place.ts) from which and before which rows are meant. */
  readonly from: number;
  readonly to: number;
  readonly whole: ReadonlySet<number>;
  readonly partly: ReadonlySet<number>;
  /** Runs that filters name. Their rows are in none of the facets' walks. */
  readonly named: readonly string[];
  readonly #ledger: Ledger<unknown>;
  readonly #selection: Selection<string>;
  readonly #search: string;
  #messages: Set<number> | undefined;
  #namedRows: readonly StoredRow[] | undefined;

  constructor(ledger: Ledger<unknown>, selection: Selection<string>, floor: number) {
    this.#ledger = ledger;
    this.#selection = selection;
    this.#search = plain(selection.search);
    this.from = placeOf(Math.max(selection.from ?? floor, floor));
    this.to = selection.to === undefined ? Number.MAX_SAFE_INTEGER : placeOf(selection.to);
    const facets = [...ledger.facets.all].map((facet) => [facet, facet.values] as const);
    const { whole, partly, named } = selectFacets(selection, facets, ledger.kind.searched);
    const ids = (of: readonly KnownFacet[]): Set<number> => new Set(of.map(({ id }) => id));
    const isAll = partly.length > 0 && this.#findsEveryId();
    this.whole = ids(isAll ? [...whole, ...partly] : whole);
    this.partly = ids(isAll ? [] : partly);
    this.named = named;
  }

  isInRange({ n }: Pick<StoredRow, "n">): boolean {
    return n >= this.from && n < this.to;
  }

  isNamed(row: Pick<StoredRow, "id" | "run">): boolean {
    return this.named.length > 0 && this.named.includes(row.run ?? row.id);
  }

  /** Whether the search finds a row by something of its own. */
  isFound(row: Pick<StoredRow, "id" | "message">): boolean {
    if (this.#search === "") return false;
    return row.id.startsWith(this.#search) || (row.message !== null && this.#messageIds().has(row.message));
  }

  /** The rows that filters name, as far as they are meant. */
  namedRows(): readonly StoredRow[] {
    const { kind, facets } = this.#ledger;
    return this.rowsOfNamed().filter((row) =>
      isMeant(this.#selection, facets.get(row.facet).values, row.run ?? row.id, kind.searched, () => this.isFound(row)),
    );
  }

  /** The rows in the range that filters name, meant or not. */
  rowsOfNamed(): readonly StoredRow[] {
    if (this.named.length === 0) return [];
    const { name } = this.#ledger.kind;
    const names = JSON.stringify(this.named);
    this.#namedRows ??= this.#rows(
      `SELECT ${storedColumns} FROM ${name} WHERE id IN (SELECT value FROM json_each(?1)) OR run IN (SELECT value FROM json_each(?1))`,
      names,
    )
      .toArray()
      .filter((row) => this.isNamed(row) && this.isInRange(row));
    return this.#namedRows;
  }

  /** Whether a row that no filter names is meant. */
  isMeant(row: StoredRow): boolean {
    return !this.isNamed(row) && (this.whole.has(row.facet) || (this.partly.has(row.facet) && this.isFound(row)));
  }

  /**
   * Rows that the search finds in facets of which it does not find all, and that no filter names; undefined where more
   * than `most` would have to be looked at.
   */
  found(most: number): StoredRow[] | undefined {
    const found: StoredRow[] = [];
    let looked = 0;
    for (const row of this.#candidates<StoredRow>(storedColumns)) {
      if (++looked > most) return undefined;
      if (this.partly.has(row.facet) && this.isInRange(row) && !this.isNamed(row)) found.push(row);
    }
    return found;
  }

  /** The same for all of them, however many, with no more of each than figures are made of. */
  *foundFigures(): Iterable<FoundFigure> {
    const columns = this.named.length > 0 ? "n, facet, duration, id, run" : "n, facet, duration";
    for (const row of this.#candidates<FoundFigure & Partial<StoredRow>>(columns)) {
      if (!this.partly.has(row.facet) || !this.isInRange(row)) continue;
      if (this.named.length === 0 || !this.isNamed({ id: row.id!, run: row.run! })) yield row;
    }
  }

  /** Each once: those whose ids begin as the search says, then those whose messages hold it. */
  *#candidates<Row extends Record<string, SqlStorageValue>>(columns: string): Iterable<Row> {
    if (this.#search === "" || this.partly.size === 0) return;
    const { sql, kind } = this.#ledger;
    const ids = [this.#search, this.#beyond()];
    const byId = `FROM ${kind.name} WHERE id >= ? AND id < ?`;
    const hasIds = sql.exec(`SELECT 1 ${byId} LIMIT 1`, ...ids).toArray().length > 0;
    if (hasIds) yield* sql.exec<Row>(`SELECT ${columns} ${byId}`, ...ids);
    const ofRow = columns.split(", ").map((column) => `r.${column}`);
    yield* sql.exec<Row>(
      `SELECT ${ofRow.join(", ")} FROM ${kind.name}_messages m CROSS JOIN ${kind.name} r ON r.message = m.id
       WHERE ${holdsText("m")} ${hasIds ? "AND NOT (r.id >= ? AND r.id < ?)" : ""}`,
      this.#search,
      ...(hasIds ? ids : []),
    );
  }

  /** The same as a condition of a statement; undefined where every row is meant. */
  condition(): { readonly sql: string; readonly bindings: readonly string[] } | undefined {
    const { name } = this.#ledger.kind;
    const list = "(SELECT value FROM json_each(?))";
    const isSearched = this.#search !== "" && this.partly.size > 0;
    const isAll = !isSearched && this.whole.size === [...this.#ledger.facets.all].length;
    if (isAll && this.named.length === 0) return undefined;
    const isFound = `(id >= ? AND id < ? OR message IN (SELECT id FROM ${name}_messages m WHERE ${holdsText("m")}))`;
    const ofFacets = `(facet IN ${list}${isSearched ? ` OR facet IN ${list} AND ${isFound}` : ""})`;
    const bindings = [
      JSON.stringify([...this.whole]),
      ...(isSearched ? [JSON.stringify([...this.partly]), this.#search, this.#beyond(), this.#search] : []),
    ];
    if (this.named.length === 0) return { sql: ofFacets, bindings };
    const meant = JSON.stringify(this.namedRows().map(({ n }) => n));
    return {
      sql: `(n IN ${list} OR coalesce(run, id) NOT IN ${list} AND ${ofFacets})`,
      bindings: [meant, JSON.stringify(this.named), ...bindings],
    };
  }

  /** Whether every row's id begins as the search says: the first one and the last one do. */
  #findsEveryId(): boolean {
    const { name } = this.#ledger.kind;
    const ends = this.#ledger.sql.exec<{ low: string | null; high: string | null }>(
      `SELECT (SELECT min(id) FROM ${name}) AS low, (SELECT max(id) FROM ${name}) AS high`,
    );
    const { low, high } = ends.one();
    return low !== null && high !== null && low.startsWith(this.#search) && high.startsWith(this.#search);
  }

  #messageIds(): Set<number> {
    if (this.#messages) return this.#messages;
    const rows = this.#ledger.sql.exec<{ id: number }>(
      `SELECT id FROM ${this.#ledger.kind.name}_messages m WHERE ${holdsText("m")}`,
      this.#search,
    );
    return (this.#messages = new Set([...rows].map(({ id }) => id)));
  }

  /** Behind every id that begins with the search. */
  #beyond(): string {
    return `${this.#search}\u{10ffff}`;
  }

  #rows(statement: string, ...bindings: unknown[]): SqlStorageCursor<StoredRow> {
    return this.#ledger.sql.exec<StoredRow>(statement, ...bindings);
  }
}
