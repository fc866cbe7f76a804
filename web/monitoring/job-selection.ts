import type { BulkRerun, SentReplay } from "../api/runs.ts";
import { monitoringLabels } from "../ui/monitoring-labels.ts";
import { queryOf, type Selection } from "./selection.ts";
import { shortOf } from "./short-id.tsx";

const words = monitoringLabels.filters;
const exact = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** A selection as jobs take it: what the list shows now. */
export function sentSelection(selection: Selection): SentReplay["selection"] {
  const { from, to, search, filters, join } = queryOf(selection, Date.now());
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(search === undefined ? {} : { search }),
    ...(filters === undefined ? {} : { filters, join: join === "or" ? "or" : "and" }),
  };
}

/** A selection in words: `Status is Failed and Source is Nightly, from 3 May, 10:00`. */
export function selectionSentence({ from, to, search, filters, join }: BulkRerun["selection"]): string {
  const said = filters.map(
    ({ column, operator, value }) =>
      `${words.columns[column] ?? column} ${words.operators[operator]} ${column === "run" || column === "version" ? shortOf(value) : value}`,
  );
  return [
    said.join(` ${words.joins[join]} `),
    search ? `“${search}”` : "",
    from ? `${monitoringLabels.from.toLowerCase()} ${exact.format(new Date(from))}` : "",
    to ? `${monitoringLabels.to.toLowerCase()} ${exact.format(new Date(to))}` : "",
  ]
    .filter(Boolean)
    .join(", ");
}
