/** The statuses that the list of runs can be narrowed to with one click. */
import type { RunFilter, Selection } from "./selection.ts";

export type QuickStatus = "Failed" | "Waiting";

const isStatus = ({ column, operator }: RunFilter): boolean => column === "status" && operator === "is";

/** Whether the list shows this status only. */
export function isNarrowedTo(status: QuickStatus, { filters, join }: Pick<Selection, "filters" | "join">): boolean {
  const named = filters.filter(isStatus);
  return named.length === 1 && named[0]!.value === status && (join === "and" || filters.length === 1);
}

/**
 * Narrows the list to one status, or takes that back. Other filters stay, joined by "and": with "or" the list would show
 * other statuses too.
 */
export function toggleStatus(status: QuickStatus, selection: Pick<Selection, "filters" | "join">): Pick<Selection, "filters" | "join"> {
  const others = selection.filters.filter((each) => !isStatus(each));
  if (isNarrowedTo(status, selection)) return { filters: others, join: others.length === 0 ? "and" : selection.join };
  return { filters: [...others, { column: "status", operator: "is", value: status }], join: "and" };
}
