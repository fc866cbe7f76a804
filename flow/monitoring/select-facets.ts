/**
 * Decides which rows a selection includes, without reading them. Rows that agree in all columns with few values share a
 * facet. Filters and search over these columns apply to a facet as a whole. Two kinds of rows remain: rows that are
 * named one by one, and rows that a search may find by their own id or message.
 */
import type { Filter } from "../lists/filters.ts";

export interface Question {
  readonly search?: string | undefined;
  readonly filters?: readonly Filter[] | undefined;
  readonly join: "and" | "or";
}

/** The values of one facet, by column. */
export type FacetValues = ReadonlyMap<string, string | null>;

export interface Decided<Facet> {
  /** All their rows are meant. */
  readonly whole: readonly Facet[];
  /** Those of their rows are meant that the search finds by their id or message. */
  readonly partly: readonly Facet[];
  /** Runs that a filter names: their rows have to be asked for themselves. */
  readonly named: readonly string[];
}

/** Columns in which a search looks. */
type Searched = readonly string[];

/** Whether a row of this facet passes the filters; `run` is its run's id, undefined for a run that no filter names. */
function passes({ filters = [], join }: Question, values: FacetValues, run: string | undefined): boolean {
  if (filters.length === 0) return true;
  const holds = ({ column, operator, value }: Filter): boolean =>
    ((column === "run" ? run : values.get(column)) === value) === (operator === "is");
  return join === "and" ? filters.every(holds) : filters.some(holds);
}

function finds(search: string | undefined, values: FacetValues, searched: Searched): boolean {
  const text = plain(search);
  return text === "" || searched.some((column) => plain(values.get(column) ?? "").includes(text));
}

/** A text as searches compare it. */
export function plain(text: string | undefined): string {
  return (text ?? "").trim().toLowerCase();
}

/** Which facets a question means; `searched` are the columns in which its search looks. */
export function selectFacets<Facet>(
  question: Question,
  facets: Iterable<readonly [Facet, FacetValues]>,
  searched: Searched,
): Decided<Facet> {
  const whole: Facet[] = [];
  const partly: Facet[] = [];
  for (const [facet, values] of facets) {
    if (!passes(question, values, undefined)) continue;
    (finds(question.search, values, searched) ? whole : partly).push(facet);
  }
  const named = (question.filters ?? []).filter(({ column }) => column === "run").map(({ value }) => value);
  return { whole, partly, named: [...new Set(named)] };
}

/** True if the selection includes the row. `finds` says whether the search finds it by its own id or message. */
export function isMeant(question: Question, values: FacetValues, run: string, searched: Searched, isFound: () => boolean): boolean {
  return passes(question, values, run) && (finds(question.search, values, searched) || isFound());
}
