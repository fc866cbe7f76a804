/** Rows as lists and live views show them: times in ISO 8601. */
import type { ModelRunRow, RunRow } from "./run-row.ts";

export function runOnWire(row: RunRow) {
  return { ...row, startedAt: iso(row.startedAt), endedAt: isoOrNull(row.endedAt) };
}

export function modelRunOnWire(row: ModelRunRow) {
  return { ...row, startedAt: iso(row.startedAt), endedAt: isoOrNull(row.endedAt) };
}

/** The close code of a live view whose time has expired: the client connects again, with a new check of its rights. */
export const liveViewOver = 4000;

/** The close code of a live view that makes room for a newer one: a client that reconnects takes the place of another one. */
export const liveViewTaken = 4001;

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}
