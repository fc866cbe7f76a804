import type { Category } from "./categories.ts";
import type { DetailFields, DetailsFrom } from "./details.ts";

export interface EventRow<Fields extends DetailFields = DetailFields> {
  readonly category: Category;
  /** What happened, as a list of events shows it. */
  readonly label: string;
  readonly fields: Fields;
  /** A full sentence. `name` is the subject's: the key, the person, the workflow that it happened to. */
  describe(name: string, details: DetailsFrom<Fields>): string;
}

/** One row of the table of events; keeps the exact fields. */
export function event<const Fields extends DetailFields>(
  category: Category,
  label: string,
  fields: Fields,
  describe: (name: string, details: DetailsFrom<Fields>) => string,
): EventRow<Fields> {
  return { category, label, fields, describe };
}

export function quoted(name: string): string {
  return `“${name}”`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[]): string {
  const shown = names.length <= 5 ? names : [...names.slice(0, 4), `${names.length - 4} more`];
  return shown.length < 2 ? (shown[0] ?? "nothing") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

export function seconds(value: number | null): string {
  return value === null ? "none" : `${value} s`;
}

/** `, valid until 2 May 2027, 10:00 UTC`, or nothing for what does not expire. */
export function until(ms: number | null): string {
  return ms === null ? "" : `, valid until ${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
