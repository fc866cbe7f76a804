import type { RunQuery } from "../../../base/api/runs.ts";
import type { AnyRow, RowKind } from "./row-kind.ts";
import { mostFilters, type RunFilter } from "./selection.ts";

/** Beyond this number, rows in progress stay as they are until a message about them arrives. */
const mostAsked = 100;

interface Missed<Row> {
  readonly rows: readonly Row[];
  /** More has come than one page holds: between these rows and those that are shown some are missing. */
  readonly hasGap: boolean;
}

/**
 * The changes during a gap in the connection: the newest rows, and those that were shown as in progress and are not
 * among them. `shown` is undefined before the list has loaded.
 */
export async function missedRows<Row extends AnyRow>(
  kind: Pick<RowKind<Row>, "idOf" | "runOf">,
  shown: readonly Row[] | undefined,
  newestQuery: RunQuery,
  list: (query: RunQuery) => Promise<{ items: readonly Row[]; nextCursor: string | null }>,
): Promise<Missed<Row>> {
  const { items, nextCursor } = await list(newestQuery);
  const found = new Set(items.map(kind.idOf));
  const hasGap = shown !== undefined && nextCursor !== null && !shown.some((row) => found.has(kind.idOf(row)));
  const underWay = (shown ?? []).filter((row) => row.endedAt === null && !found.has(kind.idOf(row)));
  const asked = [...new Set(underWay.map(kind.runOf))].slice(0, mostAsked);
  const pages = await Promise.all(groupsOf(asked).map((runIds) => list({ filters: filtersFor(runIds), join: "or" })));
  return { rows: [...pages.flatMap((page) => page.items), ...items], hasGap };
}

function groupsOf(ids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / mostFilters) }, (_, at) => ids.slice(at * mostFilters, (at + 1) * mostFilters));
}

function filtersFor(runIds: readonly string[]): string {
  return JSON.stringify(runIds.map((value): RunFilter => ({ column: "run", operator: "is", value })));
}
