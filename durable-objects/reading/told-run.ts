/** All that a lane knows of a run, in memory or from storage alone. */
import type { Place } from "#flow/engine/place.ts";
import { nodeAt, type Plan } from "#flow/engine/plan.ts";
import { readEntries, type JournalEntry } from "../run/journal.ts";
import type { LiveRun } from "../run/live-run.ts";
import type { RunHead } from "../run/run-head.ts";
import type { StoredRuns } from "../run/run-lane.ts";
import type { RunReport } from "../protocols/run.ts";
import { liveReport, storedReport } from "./report.ts";

export interface ToldRun {
  readonly head: RunHead;
  readonly report: RunReport;
  /** JSON. */
  readonly input: string;
  readonly entries: readonly JournalEntry[];
  /** The JSON text of a value that was stored apart. */
  readonly readApart: (name: string) => string;
}

/** A run as storage has it. */
export function storedRun(store: StoredRuns, head: RunHead): ToldRun {
  return {
    head,
    report: storedReport(head),
    input: store.inputOf(head.id),
    entries: readEntries(store.journal(head.id)),
    readApart: (name) => store.readBlob(head.id, name),
  };
}

/** A run that is in memory, also what storage does not have yet. */
export function liveRun(run: LiveRun): ToldRun {
  const { head, input, entries, readApart } = run;
  return { head, report: liveReport(run), input: JSON.stringify(input), entries, readApart };
}

/** Which value of a run is asked for: a step's by its place, or that of its node's last step by the node's id; the run's own without. */
export interface ValueRef {
  readonly place: string | null;
  readonly nodeId: string | null;
  readonly field: "input" | "output";
}

/** One value as JSON. Undefined where there is none. */
export function valueOf(plan: Plan, told: ToldRun, { place, nodeId, field }: ValueRef): string | undefined {
  if (place === null && nodeId === null) return field === "input" ? told.input : JSON.stringify(told.report.output);
  const isMeant = (at: Place): boolean => (place === null ? nodeAt(plan, at).id === nodeId : at === place);
  const has = ({ event, data, apart }: JournalEntry) =>
    "place" in event && isMeant(event.place) && (apart?.[field] !== undefined || (data !== undefined && field in data));
  const entry = told.entries.findLast(has);
  const name = entry?.apart?.[field];
  return name === undefined ? entry && JSON.stringify(entry.data![field]) : told.readApart(name);
}
