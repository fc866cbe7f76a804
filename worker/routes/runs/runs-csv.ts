/** The selected runs as CSV, read from the Monitor page by page as the client takes them. */
import { csvLine } from "#flow/csv/csv-line.ts";
import type { WorkflowId } from "#flow/ids.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import type { RunSelection } from "#objects/protocols/monitor.ts";
import type { Database } from "#store/database.ts";
import { versionNames } from "#store/versions.ts";
import type { MonitorAccess } from "../../bindings/monitors.ts";
import { isoTime, isoTimeOrNull } from "../frame/times.ts";

const columns = [
  "Run",
  "Status",
  "Response time (ms)",
  "Nodes executed",
  "Start",
  "End",
  "Type",
  "Source",
  "Mode",
  "Version",
  "Error",
  "Message",
  "Node",
  "Repeats",
];

/** Large enough that a hundred thousand rows take few trips, small enough to be held beside others. */
const pageRows = 1000;

/** All selected runs, the newest first, as UTF-8. A page is read when the client has taken the one before. */
export function runsAsCsv(
  db: Database,
  workflowId: WorkflowId,
  monitor: MonitorAccess,
  selection: RunSelection,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const names = new Map<string, string>();
  let after: string | undefined;
  return new ReadableStream<Uint8Array>(
    {
      start: (stream) => stream.enqueue(encoder.encode(csvLine(columns))),
      async pull(stream) {
        // A stream that was given nothing does not ask again, and a search may look at many rows that are not meant.
        for (;;) {
          const page = { sort: "startedAt", order: "desc", limit: pageRows } as const;
          const { items, next } = await monitor.list(selection, after === undefined ? page : { ...page, after });
          await learn(names, items, (ids) => versionNames(db, workflowId, ids));
          if (items.length > 0) stream.enqueue(encoder.encode(items.map((row) => csvLine(cellsOf(row, names))).join("")));
          if (next === null) return stream.close();
          after = next;
          if (items.length > 0) return;
        }
      },
    },
    // One page is read ahead of the client at most.
    { highWaterMark: 1 },
  );
}

async function learn(
  names: Map<string, string>,
  rows: readonly RunRow[],
  load: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<void> {
  const unknown = [...new Set(rows.map(({ versionId }) => versionId))].filter((id) => !names.has(id));
  if (unknown.length > 0) for (const [id, name] of await load(unknown)) names.set(id, name);
}

function cellsOf(row: RunRow, names: ReadonlyMap<string, string>): (string | number | null)[] {
  return [
    row.runId,
    row.status,
    row.durationMs,
    row.nodesExecuted,
    isoTime(row.startedAt),
    isoTimeOrNull(row.endedAt),
    row.type,
    row.source,
    row.mode,
    names.get(row.versionId) ?? row.versionId,
    row.error?.code ?? null,
    row.error?.message ?? null,
    row.error?.node ?? null,
    row.rerunOf,
  ];
}
