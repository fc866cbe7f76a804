/** How the steps of a run came out, from its journal: what another run can be built on. */
import { nodeAttempts, nodeStatus } from "#flow/engine/advance.ts";
import { iterationOf, type Place } from "#flow/engine/place.ts";
import { nodeAt, type Plan } from "#flow/engine/plan.ts";
import type { NodeError } from "#flow/problems/node-error.ts";
import type { RecordedRun, RecordedStep } from "#flow/reruns/recorded-run.ts";
import { followJournal } from "./follow-journal.ts";
import type { JournalEntry, StepData } from "../run/journal.ts";
import type { ToldRun } from "./told-run.ts";

interface Begun {
  readonly startedAt: number;
  outcome: string;
  data: StepData;
}

/** A step that was copied into the run counts as it was when it first ran. Values are read for the `wanted` nodes alone. */
export function recordedRun(
  plan: Plan,
  { entries, readApart }: Pick<ToldRun, "entries" | "readApart">,
  wanted: (place: Place) => boolean = () => true,
): RecordedRun {
  const begun = new Map<Place, Begun>();
  const steps = new Map<Place, RecordedStep>();
  for (const { entry, failure, state, commands } of followJournal(plan, entries)) {
    const { event } = entry;
    const at = "place" in event ? begun.get(event.place) : undefined;
    if (at && "place" in event) {
      if (wanted(event.place)) at.data = { ...at.data, ...dataOf(entry, readApart) };
      if (event.kind === "node.succeeded" || event.kind === "node.waiting") at.outcome = event.outcome;
      const status = nodeStatus(state, event.place);
      if (status === "succeeded" || status === "failed") {
        const { id: nodeId, copy } = nodeAt(plan, event.place);
        const times = copy ?? { startedAt: at.startedAt, endedAt: event.at, attempts: nodeAttempts(state, event.place) };
        const { startedAt, endedAt, attempts } = times;
        const isPassed = status === "succeeded" || goesOn(plan, event.place, failure);
        steps.set(event.place, {
          nodeId,
          iteration: iterationOf(event.place),
          result: resultOf(at, failure),
          isPassed,
          attempts,
          startedAt,
          endedAt,
        });
      }
    }
    for (const command of commands) {
      if (command.kind === "execute" && !begun.has(command.place)) begun.set(command.place, { startedAt: event.at, outcome: "", data: {} });
    }
  }
  return { begun: new Set(begun.keys()), steps };
}

function goesOn(plan: Plan, place: Place, error: NodeError | undefined): boolean {
  return !error?.fatal && (nodeAt(plan, place).edges.get("failure")?.length ?? 0) > 0;
}

function resultOf({ outcome, data: { set, ...values } }: Begun, error: NodeError | undefined): RecordedStep["result"] {
  return error ? { kind: "fail", error, ...values } : { kind: "done", outcome, ...values, ...(set ? { set } : {}) };
}

function dataOf({ data, apart }: JournalEntry, readApart: (name: string) => string): StepData {
  const values: Record<string, unknown> = { ...data };
  for (const [field, name] of Object.entries(apart ?? {})) values[field] = JSON.parse(readApart(name));
  return values;
}
