/** Where a page of a list ends, as text: the values that its order goes by, then the row's number. */
import type { RunSort } from "../protocols/monitor.ts";

/** What orders two rows: compared part by part, all in the same direction. */
export type SortKey = readonly (string | number)[];

const types: Readonly<Record<RunSort, readonly ("number" | "string")[]>> = {
  startedAt: ["number"],
  endedAt: ["number", "number"],
  durationMs: ["number", "number"],
  nodesExecuted: ["number", "number"],
  status: ["string", "number"],
  type: ["string", "number"],
  source: ["string", "number"],
};

/** The place in a list of this order; undefined for a text that no page of it ends with. */
export function readPlace(sort: RunSort, text: string): SortKey | undefined {
  try {
    const place: unknown = JSON.parse(text);
    const wanted = types[sort];
    if (!Array.isArray(place) || place.length !== wanted.length) return undefined;
    const isOne = place.every((part, i) => typeof part === wanted[i] && (typeof part === "string" || Number.isSafeInteger(part)));
    return isOne ? (place as SortKey) : undefined;
  } catch {
    return undefined;
  }
}
