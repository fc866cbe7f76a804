/** Which runs a page of monitoring is about: all of it is in the address, so that what one sees can be shared. */
import type { RunQuery } from "../../../base/api/runs.ts";

export const ranges = { "1h": 3_600_000, "24h": 86_400_000, "7d": 7 * 86_400_000, "30d": 30 * 86_400_000, custom: undefined } as const;
export type Range = keyof typeof ranges;
export const rangeNames = Object.keys(ranges) as readonly Range[];
export const usualRange: Range = "24h";

/** The server joins no more filters. */
export const mostFilters = 20;
export interface RunFilter {
  readonly column: string;
  readonly operator: "is" | "isNot";
  readonly value: string;
}

export interface Selection {
  readonly range: Range;
  /** Epoch milliseconds; only where the range is `custom`. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly search: string;
  readonly filters: readonly RunFilter[];
  readonly join: "and" | "or";
}

/** Reads an address's parameters; what means nothing is left out, since addresses are typed and shared. */
export function parseSelection(parameters: URLSearchParams, columns: readonly string[]): Selection {
  const named = rangeNames.find((each) => each === parameters.get("range")) ?? usualRange;
  const [from, to] = [momentOf(parameters.get("from")), momentOf(parameters.get("to"))];
  const range = named === "custom" && from === undefined && to === undefined ? usualRange : named;
  return {
    range,
    from: range === "custom" ? from : undefined,
    to: range === "custom" ? to : undefined,
    search: parameters.get("search") ?? "",
    filters: parseFilters(parameters.get("filters") ?? "", columns),
    join: parameters.get("join") === "or" ? "or" : "and",
  };
}

function momentOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function parseFilters(text: string, columns: readonly string[]): readonly RunFilter[] {
  try {
    const given: unknown = JSON.parse(text || "[]");
    return Array.isArray(given) ? given.filter((each) => isFilter(each, columns)) : [];
  } catch {
    return [];
  }
}

function isFilter(given: unknown, columns: readonly string[]): given is RunFilter {
  const { column, operator, value } = (given ?? {}) as Partial<Record<keyof RunFilter, unknown>>;
  return columns.some((each) => each === column) && (operator === "is" || operator === "isNot") && typeof value === "string";
}

/** The parameters that say the selection in an address; what is usual is left out. */
export function selectionParameters({ range, from, to, search, filters, join }: Selection): Record<string, string> {
  return {
    range: range === usualRange ? "" : range,
    from: range === "custom" && from !== undefined ? String(from) : "",
    to: range === "custom" && to !== undefined ? String(to) : "",
    search,
    filters: filters.length > 0 ? JSON.stringify(filters) : "",
    join: join === "or" ? "or" : "",
  };
}

/** The earliest start, and the start that is too late: a range up to now is counted back from `now`. */
export function boundsOf({ range, from, to }: Selection, now: number): Pick<Selection, "from" | "to"> {
  const length = ranges[range];
  return length === undefined ? { from, to } : { from: now - length, to: undefined };
}

/** What the server is asked. */
export function queryOf(selection: Selection, now: number): RunQuery {
  const { search, filters, join } = selection;
  const { from, to } = boundsOf(selection, now);
  return {
    ...(from === undefined ? {} : { from: String(from) }),
    ...(to === undefined ? {} : { to: String(to) }),
    ...(search ? { search } : {}),
    ...(filters.length > 0 ? { filters: JSON.stringify(filters), join } : {}),
  };
}

/** Whether something besides the time narrows it. */
export const isFiltered = ({ search, filters }: Selection): boolean => search !== "" || filters.length > 0;
