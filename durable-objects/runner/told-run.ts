/** All that a lane knows of a run, in memory or from storage alone. */
import type { Plan } from "#flow/engine/plan.ts";
import { readEntries, type JournalEntry } from "./journal.ts";
import type { LaneStore, RunHead } from "./lane-store.ts";
import type { RunReport } from "./protocol.ts";
import { storedReport } from "./report.ts";

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
export function storedRun(store: LaneStore, head: RunHead): ToldRun {
  return {
    head,
    report: storedReport(head),
    input: store.inputOf(head.id),
    entries: readEntries(store.journal(head.id)),
    readApart: (name) => store.readBlob(head.id, name),
  };
}

/** One value as JSON: a step's by its node's id, the run's where that is null. Undefined where there is none. */
export function valueOf(plan: Plan, told: ToldRun, nodeId: string | null, field: "input" | "output"): string | undefined {
  if (nodeId === null) return field === "input" ? told.input : JSON.stringify(told.report.output);
  const node = plan.nodes.findIndex(({ id }) => id === nodeId);
  const has = ({ event, data, apart }: JournalEntry) =>
    "node" in event && event.node === node && (apart?.[field] !== undefined || (data !== undefined && field in data));
  const entry = told.entries.findLast(has);
  const name = entry?.apart?.[field];
  return name === undefined ? entry && JSON.stringify(entry.data![field]) : told.readApart(name);
}
