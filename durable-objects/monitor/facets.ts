import type { FacetValues } from "#flow/monitoring/select-facets.ts";
import { foldFacet } from "#flow/monitoring/fold-facet.ts";
import { isOver, type Facet, type LedgerKind } from "./ledger-kind.ts";

/** A facet as it is known in memory. */
export interface KnownFacet {
  readonly id: number;
  readonly facet: Facet;
  readonly values: FacetValues;
  readonly isOver: boolean;
  readonly isFailed: boolean;
}

type FacetKind = Pick<LedgerKind<unknown>, "name" | "columns" | "folded">;

/** All facets of a ledger, in memory: they are kept few, and every question is decided on them first. */
export class Facets {
  readonly #sql: SqlStorage;
  readonly #kind: FacetKind;
  readonly #folded: readonly number[];
  readonly #byText = new Map<string, KnownFacet>();
  readonly #byId = new Map<number, KnownFacet>();

  constructor(sql: SqlStorage, kind: FacetKind) {
    this.#sql = sql;
    this.#kind = kind;
    this.#folded = kind.folded.map((column) => kind.columns.indexOf(column));
    this.#read();
  }

  get all(): Iterable<KnownFacet> {
    return this.#byId.values();
  }

  get(id: number): KnownFacet {
    return this.#byId.get(id)!;
  }

  /**
   * The facet with these values, or with fewer where there are too many: made where there was none. To be called within
   * a transaction that does not fail.
   */
  require(facet: Facet): KnownFacet {
    const known = this.#byText.get(JSON.stringify(facet));
    return known ?? this.#requireText(JSON.stringify(foldFacet(facet, this.#folded, this.#byId.size)));
  }

  #requireText(text: string): KnownFacet {
    const known = this.#byText.get(text);
    if (known) return known;
    const { id } = this.#sql.exec<{ id: number }>(`INSERT INTO ${this.#kind.name}_facets (facet) VALUES (?) RETURNING id`, text).one();
    return this.#know(id, text);
  }

  /** Forgets those that no row has any more. */
  sweep(): void {
    const { name } = this.#kind;
    const unused = this.#sql.exec(
      `DELETE FROM ${name}_facets WHERE NOT EXISTS (SELECT 1 FROM ${name} r WHERE r.facet = ${name}_facets.id) RETURNING id`,
    );
    if (unused.toArray().length > 0) this.#read();
  }

  #read(): void {
    this.#byText.clear();
    this.#byId.clear();
    const rows = this.#sql.exec<{ id: number; facet: string }>(`SELECT id, facet FROM ${this.#kind.name}_facets`);
    for (const { id, facet } of rows) this.#know(id, facet);
  }

  #know(id: number, text: string): KnownFacet {
    // Written by `require`.
    const facet = JSON.parse(text) as Facet;
    const values = new Map(this.#kind.columns.map((column, i) => [column, facet[i] ?? null]));
    const known = { id, facet, values, isOver: isOver(facet), isFailed: facet[0] === "Failed" };
    this.#byText.set(text, known);
    this.#byId.set(id, known);
    return known;
  }
}
