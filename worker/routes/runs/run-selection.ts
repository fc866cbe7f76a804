/** Which runs a query means, as the Monitor takes it. */
import type { runRoutes } from "#flow/contract/runs.ts";
import type { QueryOf } from "#flow/contract/route.ts";
import type { ModelRunSelection, RunSelection } from "#objects/protocols/monitor.ts";

/** A query of the routes of runs as the Monitor takes it. */
export function runSelectionOf(query: QueryOf<typeof runRoutes.exportRuns>): RunSelection {
  return { ...rangeOf(query), join: query.join, ...(query.filters && { filters: query.filters }) };
}

export function modelRunSelectionOf(query: QueryOf<typeof runRoutes.getModelMetrics>): ModelRunSelection {
  return { ...rangeOf(query), join: query.join, ...(query.filters && { filters: query.filters }) };
}

function rangeOf({ from, to, search }: { from?: number | undefined; to?: number | undefined; search?: string | undefined }) {
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }), ...(search && { search }) };
}
