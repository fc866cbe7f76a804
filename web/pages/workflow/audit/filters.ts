/** A filter of the audit log, as the server takes it and as the address carries it. */
export const filterColumns = ["category", "event", "user", "workflow"] as const;
export type FilterColumn = (typeof filterColumns)[number];
export const filterOperators = ["is", "isNot"] as const;
export type FilterOperator = (typeof filterOperators)[number];

export interface AuditFilter {
  readonly column: FilterColumn;
  readonly operator: FilterOperator;
  readonly value: string;
}

/** The filters in an address; what is none is left out, since addresses are typed and shared. */
export function parseFilters(text: string): readonly AuditFilter[] {
  try {
    const given: unknown = JSON.parse(text || "[]");
    return Array.isArray(given) ? given.filter(isFilter) : [];
  } catch {
    return [];
  }
}

function isFilter(value: unknown): value is AuditFilter {
  const { column, operator, value: wanted } = (value ?? {}) as Partial<Record<keyof AuditFilter, unknown>>;
  return filterColumns.some((each) => each === column) && filterOperators.some((each) => each === operator) && typeof wanted === "string";
}
