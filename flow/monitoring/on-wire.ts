/** Rows as lists and live views show them: times in ISO 8601. */
import type { ModelRunRow, RunRow } from "./run-row.ts";

export function runOnWire(row: RunRow) {
  return { ...row, startedAt: iso(row.startedAt), endedAt: isoOrNull(row.endedAt) };
}

export function modelRunOnWire(row: ModelRunRow) {
  return { ...row, startedAt: iso(row.startedAt), endedAt: isoOrNull(row.endedAt) };
}

/** One message of a live view; `more` counts changed rows that were left out. */
export function liveMessage(kind: "runs", rows: readonly RunRow[], more: number): string;
export function liveMessage(kind: "modelRuns", rows: readonly ModelRunRow[], more: number): string;
export function liveMessage(kind: "runs" | "modelRuns", rows: readonly (RunRow | ModelRunRow)[], more: number): string {
  return JSON.stringify({ kind, rows: rows.map((row) => ("requestId" in row ? modelRunOnWire(row) : runOnWire(row))), more });
}

/** The code with which a live view is closed when its time is over: whoever watches connects again, with rights checked anew. */
export const liveViewOver = 4000;

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}
