/** Rows as lists and live views show them: times in ISO 8601. */
import type { ModelRunRow, RunRow } from "./run-row.ts";

export function runOnWire(row: RunRow) {
  return { ...row, startedAt: iso(row.startedAt), endedAt: isoOrNull(row.endedAt) };
}

export function modelRunOnWire(row: ModelRunRow) {
  return { ...row, startedAt: iso(row.startedAt), endedAt: isoOrNull(row.endedAt) };
}

/** The code with which a live view is closed when its time is over: whoever watches connects again, with rights checked anew. */
export const liveViewOver = 4000;

/** The code with which a live view makes room for a newer one: whoever connects again takes the place of another in turn. */
export const liveViewTaken = 4001;

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}
