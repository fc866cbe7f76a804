/**
 * What a selection means in one ledger: facets of which all rows are meant, and rows that have to be looked at one by
 * one: those that a filter names, and those that the search finds by their id or message.
 */
import { isMeant, plain, selectFacets } from "#flow/monitoring/select-facets.ts";
import type { KnownFacet } from "./facets.ts";
import { storedColumns, type Ledger, type StoredRow } from "./ledger.ts";
import { placeOf } from "./place.ts";
import type { Selection } from "./protocol.ts";

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

  /** Rows that the search may find in facets of which it does not find all: read one after the other, some of them twice. */
  *candidates(): Iterable<StoredRow> {
    if (this.#search === "" || this.partly.size === 0) return;
    const { name } = this.#ledger.kind;
    const columns = storedColumns.split(", ").map((column) => `r.${column}`);
    yield* this.#rows(`SELECT ${storedColumns} FROM ${name} WHERE id >= ? AND id < ?`, this.#search, this.#beyond());
    yield* this.#rows(
      `SELECT ${columns.join(", ")} FROM ${name}_messages m CROSS JOIN ${name} r ON r.message = m.id WHERE m.text LIKE ? ESCAPE '\\'`,
      this.#pattern(),
    );
  }

  /** The candidates that are meant, each once; undefined where more than `most` would have to be looked at. */
  found(most: number): StoredRow[] | undefined {
    const found = new Map<number, StoredRow>();
    let looked = 0;
    for (const row of this.candidates()) {
      if (++looked > most) return undefined;
      if (this.partly.has(row.facet) && this.isInRange(row) && !this.isNamed(row)) found.set(row.n, row);
    }
    return [...found.values()];
  }

  /** The same as a condition of a statement, for all rows that no filter names. */
  meantIn(): { readonly condition: string; readonly bindings: readonly string[] } {
    const { name } = this.#ledger.kind;
    const list = "(SELECT value FROM json_each(?))";
    const isFound = `(id >= ? AND id < ? OR message IN (SELECT id FROM ${name}_messages WHERE text LIKE ? ESCAPE '\\'))`;
    const isSearched = this.#search !== "" && this.partly.size > 0;
    const ids = [...this.whole];
    return {
      condition: `(coalesce(run, id) NOT IN ${list} AND (facet IN ${list}${isSearched ? ` OR facet IN ${list} AND ${isFound}` : ""}))`,
      bindings: [
        JSON.stringify(this.named),
        JSON.stringify(ids),
        ...(isSearched ? [JSON.stringify([...this.partly]), this.#search, this.#beyond(), this.#pattern()] : []),
      ],
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
      `SELECT id FROM ${this.#ledger.kind.name}_messages WHERE text LIKE ? ESCAPE '\\'`,
      this.#pattern(),
    );
    return (this.#messages = new Set([...rows].map(({ id }) => id)));
  }

  /** Behind every id that begins with the search. */
  #beyond(): string {
    return `${this.#search}\u{10ffff}`;
  }

  #pattern(): string {
    return `%${this.#search.replaceAll(/[\\%_]/g, "\\$&")}%`;
  }

  #rows(statement: string, ...bindings: unknown[]): SqlStorageCursor<StoredRow> {
    return this.#ledger.sql.exec<StoredRow>(statement, ...bindings);
  }
}
