import { categories } from "#flow/audit/categories.ts";
import { eventNames, rowOf } from "#flow/audit/events.ts";
import { auditLabels } from "./audit-labels.ts";
import type { AuditFilter, FilterColumn } from "./filters.ts";

const words = auditLabels;
export interface FilterValue {
  readonly value: string;
  readonly label: string;
}

/** What a column can be, in words. `known` has the people and workflows by their ids. */
export function valuesOf(column: FilterColumn, known: KnownNames): readonly FilterValue[] {
  if (column === "category") return Object.entries(categories).map(([value, label]) => ({ value, label }));
  if (column === "event") return eventNames.map((value) => ({ value, label: rowOf(value).label }));
  const names = column === "user" ? known.people : known.workflows;
  return Array.from(names, ([value, label]) => ({ value, label }));
}

export interface KnownNames {
  readonly people: ReadonlyMap<string, string>;
  readonly workflows: ReadonlyMap<string, string>;
}

/** `category is Sharing`. */
export function sentenceOf({ column, operator, value }: AuditFilter, known: KnownNames): string {
  const label = valuesOf(column, known).find((each) => each.value === value)?.label ?? value;
  return `${words.columnNames[column]} ${words.operators[operator]} ${label}`;
}
