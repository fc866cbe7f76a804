import { monitoringLabels } from "./monitoring-labels.ts";
import { minuteText } from "../../../base/ui/time-text.ts";
import type { RunFilter } from "./selection.ts";
import { shortOf } from "../../../base/ui/short-id.tsx";

const words = monitoringLabels.filters;

interface Told {
  from?: string | number | null | undefined;
  to?: string | number | null | undefined;
  search: string | null;
  filters: readonly RunFilter[];
  join: "and" | "or";
}

/** A selection in words: `Status is Failed and Source is Nightly, from 3 May, 10:00`. */
export function selectionSentence({ from, to, search, filters, join }: Told): string {
  const said = filters.map(
    ({ column, operator, value }) =>
      `${words.columns[column] ?? column} ${words.operators[operator]} ${column === "run" || column === "version" ? shortOf(value) : value}`,
  );
  return [
    said.join(` ${words.joins[join]} `),
    search && `“${search}”`,
    from && `${monitoringLabels.from.toLowerCase()} ${minuteText(from)}`,
    to && `${monitoringLabels.to.toLowerCase()} ${minuteText(to)}`,
  ]
    .filter(Boolean)
    .join(", ");
}
