/** Whether a row belongs to a selection, as the server judges it: rows that come over the socket are not asked for. */
import type { ModelRunRow, RunRow } from "../../../base/api/runs.ts";
import { boundsOf, type RunFilter, type Selection } from "./selection.ts";

type Read<Row> = (row: Row) => string | undefined;
export const runColumns: Readonly<Record<string, Read<RunRow>>> = {
  status: (row) => row.status,
  type: (row) => row.type,
  mode: (row) => row.mode,
  source: (row) => row.source,
  version: (row) => row.versionId,
  error: (row) => row.error?.code,
  node: (row) => row.error?.node ?? undefined,
  run: (row) => row.runId,
};
export const modelRunColumns: Readonly<Record<string, Read<ModelRunRow>>> = {
  status: (row) => row.status,
  node: (row) => row.node,
  model: (row) => row.model,
  connection: (row) => row.connection,
  run: (row) => row.runId,
};

export const matchesRun = (row: RunRow, selection: Selection, now: number): boolean =>
  matches(row, selection, now, runColumns, [row.source, row.error?.code, row.error?.message, row.error?.node], [row.runId]);

export const matchesModelRun = (row: ModelRunRow, selection: Selection, now: number): boolean =>
  matches(row, selection, now, modelRunColumns, [row.node, row.model, row.connection], [row.requestId, row.runId]);

function matches<Row extends { startedAt: string }>(
  row: Row,
  selection: Selection,
  now: number,
  columns: Readonly<Record<string, Read<Row>>>,
  texts: readonly (string | null | undefined)[],
  ids: readonly string[],
): boolean {
  const startedAt = Date.parse(row.startedAt);
  const { from = 0, to = Infinity } = boundsOf(selection, now);
  if (startedAt < from || startedAt >= to) return false;
  const { search, filters, join } = selection;
  const wanted = search.toLowerCase();
  const found = ids.some((id) => id.toLowerCase().startsWith(wanted)) || texts.some((text) => text?.toLowerCase().includes(wanted));
  if (wanted !== "" && !found) return false;
  if (filters.length === 0) return true;
  const holds = ({ column, operator, value }: RunFilter) => (columns[column]?.(row) === value) === (operator === "is");
  return join === "and" ? filters.every(holds) : filters.some(holds);
}
