/**
 * The rows of a selection in one ledger: facets that match as a whole, and rows that must be checked one by one: those
 * that a filter names, and those that the search finds by their id or message.
 *
 * A plus before a column keeps SQLite from choosing its index: the database does not know how many rows a condition
 * leaves, and guesses.
 */
import { idsBeginning, type IdRange } from "#flow/monitoring/id-ranges.ts";
import { isMeant, plain, selectFacets } from "#flow/monitoring/select-facets.ts";
import { allOf, anyOf, isIn, isWithin, type Condition } from "./conditions.ts";
import { storedColumns, type Ledger, type StoredRow } from "./ledger.ts";
import { holdsText } from "./messages.ts";
import { placeOf } from "./place.ts";
import type { Selection } from "../protocols/monitor.ts";

/** The data for figures: when a row started, its facet, and how long it took. */
export type FoundFigure = readonly [n: number, facet: number, duration: number | null];

/** Beyond so many rows, reading the table in its order is sooner than looking each of them up. */
const fewLookups = 100_000;

/** From a place (place.ts) to before another. */
export interface PlaceRange {
  readonly from: number;
  readonly to: number;
}

export class FoundRows {
  /** The places from which and before which rows are meant. */
  readonly from: number;
  readonly to: number;
  readonly whole: ReadonlySet<number>;
  /** Facets of which the search may find some rows. */
  readonly partly: ReadonlySet<number>;
  /** The ids that the search finds; undefined where there are none, or where it finds all of them. */
  readonly ids: IdRange | undefined;
  /** Runs that filters name. Their rows are in none of the facets' walks. */
  readonly named: readonly string[];
  readonly #ledger: Ledger<unknown>;
  readonly #selection: Selection<string>;
  readonly #search: string;
  /** Those that the search finds. */
  readonly #messages: ReadonlySet<number>;
  #namedRows: readonly StoredRow[] | undefined;

  constructor(ledger: Ledger<unknown>, selection: Selection<string>, floor: number) {
    this.#ledger = ledger;
    this.#selection = selection;
    this.#search = plain(selection.search);
    this.from = placeOf(Math.max(selection.from ?? floor, floor));
    this.to = selection.to === undefined ? Number.MAX_SAFE_INTEGER : placeOf(selection.to);
    const facets = [...ledger.facets.all].map((facet) => [facet, facet.values] as const);
    const { whole, partly, named } = selectFacets(selection, facets, ledger.kind.searched);
    this.named = named;
    const findsAll = partly.length > 0 && this.findsAll(idsBeginning(""));
    const isLookedFor = this.#search !== "" && !findsAll && partly.length + named.length > 0;
    const ids = idsBeginning(this.#search);
    this.ids = isLookedFor && this.hasIds(ids) ? ids : undefined;
    this.#messages = new Set(isLookedFor ? this.#messagesFound() : []);
    // A row without an error has no message.
    const found = this.ids ? partly : partly.filter(({ values }) => this.#messages.size > 0 && values.get("error"));
    this.whole = new Set((findsAll ? [...whole, ...partly] : whole).map(({ id }) => id));
    this.partly = new Set((findsAll ? [] : found).map(({ id }) => id));
  }

  /** Whether a row is meant, but for what filters say of its run. */
  isFound({ facet, id, message }: StoredRow): boolean {
    return this.whole.has(facet) || (this.partly.has(facet) && this.#isFoundItself({ id, message }));
  }

  /** Whether a row that no filter names is meant. */
  isMeant(row: StoredRow): boolean {
    return !this.#isNamed(row) && this.isFound(row);
  }

  /** The rows that filters name, as far as they are meant. */
  namedRows(): readonly StoredRow[] {
    const { kind, facets } = this.#ledger;
    return this.rowsOfNamed().filter((row) =>
      isMeant(this.#selection, facets.get(row.facet).values, row.run ?? row.id, kind.searched, () => this.#isFoundItself(row)),
    );
  }

  /** The rows in the range that filters name, meant or not. */
  rowsOfNamed(): readonly StoredRow[] {
    if (this.named.length === 0) return [];
    const named = anyOf([isIn("id", this.named), isIn("run", this.named)]);
    this.#namedRows ??= this.#rows(named).filter((row) => this.#isNamed(row) && row.n >= this.from && row.n < this.to);
    return this.#namedRows;
  }

  /** All rows that are meant, in no order; undefined where several times `most` would have to be read. */
  few(most: number): StoredRow[] | undefined {
    const all = this.#ofFacets([...this.whole, ...this.partly], most);
    const whole = all ?? this.#ofFacets(this.whole, most);
    const found = all ? [] : whole && this.found(most);
    return whole && found && [...this.namedRows(), ...whole.filter((row) => this.isMeant(row)), ...found];
  }

  /**
   * Rows that the search finds in facets of which it does not find all, and that no filter names; undefined where more
   * than twice `most` would have to be looked at.
   */
  found(most: number): StoredRow[] | undefined {
    if (this.partly.size === 0) return [];
    const byId = this.ids ? this.#upTo(most, allOf([isWithin("id", this.ids), isWithin("+n", this)])) : [];
    const byMessage = byId && this.#upTo(most, this.#byMessage());
    return byMessage && [...byId, ...byMessage].filter((row) => this.isMeant(row));
  }

  /** Figures of rows with these ids at these places, as far as their facets are partly meant. */
  *figuresOfIds(ids: IdRange, places: PlaceRange): Iterable<FoundFigure> {
    const [byId, byPlace] = [isWithin("id", ids), isWithin("n", places)];
    const isTableSooner = !this.#hasMoreThan(fewLookups, byPlace) || this.#hasMoreThan(fewLookups, byId);
    const rows = this.#figures(allOf(isTableSooner ? [byPlace, isWithin("+id", ids)] : [byId, isWithin("+n", places)]));
    for (const row of rows) if (this.partly.has(row[1])) yield row;
  }

  /** Figures of the rows that the search finds by their messages and not by their ids. */
  figuresByMessage(): Iterable<FoundFigure> {
    return this.partly.size === 0 ? [] : this.#figures(this.#byMessage());
  }

  /** What is meant, as a condition on the table. */
  condition(): Condition {
    const { whole, partly, ids, named } = this;
    if (whole.size === 0 && !ids && named.length === 0) {
      // Looked up in the order of the table: in that of the messages it takes twice as long.
      const { sql, bindings } = this.#byMessage();
      return { sql: `n IN (SELECT n FROM ${this.#ledger.kind.name} WHERE ${sql})`, bindings };
    }
    const found = [...(ids ? [isWithin("id", ids)] : []), ...(this.#messages.size > 0 ? [isIn("message", this.#messages)] : [])];
    const all = [...this.#ledger.facets.all].length;
    // To look a facet up takes as long as all else: it is left out or comes last.
    const inFacets = (facets: ReadonlySet<number>): Condition[] => (facets.size === all ? [] : [isIn("+facet", facets)]);
    const ofFacets = anyOf([
      ...(partly.size > 0 ? [allOf([anyOf(found), ...inFacets(partly)])] : []),
      ...(whole.size > 0 ? [allOf(inFacets(whole))] : []),
    ]);
    if (named.length === 0) return allOf([isWithin("n", this), ofFacets]);
    const meant = this.namedRows().map(({ n }) => n);
    return allOf([isWithin("n", this), anyOf([isIn("n", meant), allOf([isIn("coalesce(run, id) NOT", named), ofFacets])])]);
  }

  hasIds(ids: IdRange): boolean {
    return this.#hasMoreThan(0, isWithin("id", ids));
  }

  /** Whether the search finds every row with these ids, and there is one: it finds the first one and the last one. */
  findsAll({ from, to }: IdRange): boolean {
    const { sql, kind } = this.#ledger;
    const ids = `FROM ${kind.name} WHERE id >= ?1 AND id < ?2`;
    const ends = sql.exec<{ low: string | null; high: string | null }>(
      `SELECT (SELECT min(id) ${ids}) AS low, (SELECT max(id) ${ids}) AS high`,
      from,
      to,
    );
    const { low, high } = ends.one();
    return low !== null && high !== null && low.startsWith(this.#search) && high.startsWith(this.#search);
  }

  #isNamed(row: Pick<StoredRow, "id" | "run">): boolean {
    return this.named.length > 0 && this.named.includes(row.run ?? row.id);
  }

  /** Whether the search finds a row by something of its own. */
  #isFoundItself({ id, message }: Pick<StoredRow, "id" | "message">): boolean {
    return this.#search !== "" && (id.startsWith(this.#search) || (message !== null && this.#messages.has(message)));
  }

  #messagesFound(): number[] {
    const { sql, kind } = this.#ledger;
    const found = sql.exec<{ id: number }>(`SELECT id FROM ${kind.name}_messages m WHERE ${holdsText("m")}`, this.#search);
    return found.toArray().map(({ id }) => id);
  }

  /** The rows in the range that are in these facets, where they are no more than `most`. */
  #ofFacets(facets: Iterable<number>, most: number): StoredRow[] | undefined {
    return this.#upTo(most, allOf([isIn("facet", facets), isWithin("n", this)]), "facet");
  }

  #byMessage(): Condition {
    const byMessage = [isIn("message", this.#messages), isIn("+facet", this.partly), isWithin("+n", this)];
    const { ids } = this;
    return allOf(ids ? [...byMessage, { sql: "NOT (id >= ? AND id < ?)", bindings: [ids.from, ids.to] }] : byMessage);
  }

  /** `index` is the end of the name of one. */
  #upTo(most: number, condition: Condition, index?: string): StoredRow[] | undefined {
    return this.#hasMoreThan(most, condition, index) ? undefined : this.#rows(condition, index);
  }

  #hasMoreThan(most: number, { sql, bindings }: Condition, index?: string): boolean {
    const statement = `SELECT 1 FROM ${this.#table(index)} WHERE ${sql} LIMIT 1 OFFSET ?`;
    return this.#ledger.sql.exec(statement, ...bindings, most).toArray().length > 0;
  }

  #rows({ sql, bindings }: Condition, index?: string): StoredRow[] {
    return this.#ledger.sql.exec<StoredRow>(`SELECT ${storedColumns} FROM ${this.#table(index)} WHERE ${sql}`, ...bindings).toArray();
  }

  #table(index: string | undefined): string {
    const { name } = this.#ledger.kind;
    return index === undefined ? name : `${name} INDEXED BY ${name}_${index}`;
  }

  /** Half a million rows may be read: as lists of their values they come in half the time. */
  #figures({ sql, bindings }: Condition): Iterable<FoundFigure> {
    const rows = this.#ledger.sql.exec(`SELECT n, facet, duration FROM ${this.#ledger.kind.name} WHERE ${sql}`, ...bindings);
    // The types of the columns that are asked for.
    return rows.raw() as Iterable<SqlStorageValue[]> as Iterable<unknown> as Iterable<FoundFigure>;
  }
}
