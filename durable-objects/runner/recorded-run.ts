/** How the steps of a run came out, from its journal: what another run can be built on. */
import { nodeAttempts, nodeStatus } from "#flow/engine/advance.ts";
import type { Plan } from "#flow/engine/plan.ts";
import type { NodeError } from "#flow/engine/types.ts";
import type { RecordedRun, RecordedStep } from "#flow/reruns/recorded-run.ts";
import { followJournal } from "./follow-journal.ts";
import type { JournalEntry, StepData } from "./journal.ts";
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
  wanted: (node: number) => boolean = () => true,
): RecordedRun {
  const begun = new Map<number, Begun>();
  const steps = new Map<number, RecordedStep>();
  for (const { entry, failure, state, commands } of followJournal(plan, entries)) {
    const { event } = entry;
    const at = "node" in event ? begun.get(event.node) : undefined;
    if (at && "node" in event) {
      if (wanted(event.node)) at.data = { ...at.data, ...dataOf(entry, readApart) };
      if (event.kind === "node.succeeded" || event.kind === "node.waiting") at.outcome = event.outcome;
      const status = nodeStatus(state, event.node);
      if (status === "succeeded" || status === "failed") {
        const { id: nodeId, copy } = plan.nodes[event.node]!;
        const times = copy ?? { startedAt: at.startedAt, endedAt: event.at, attempts: nodeAttempts(state, event.node) };
        const { startedAt, endedAt, attempts } = times;
        const isPassed = status === "succeeded" || goesOn(plan, event.node, failure);
        steps.set(event.node, { nodeId, result: resultOf(at, failure), isPassed, attempts, startedAt, endedAt });
      }
    }
    for (const command of commands) {
      if (command.kind === "execute" && !begun.has(command.node)) begun.set(command.node, { startedAt: event.at, outcome: "", data: {} });
    }
  }
  return { begun: new Set(begun.keys()), steps };
}

function goesOn(plan: Plan, node: number, error: NodeError | undefined): boolean {
  return !error?.fatal && (plan.nodes[node]!.edges.get("failure")?.length ?? 0) > 0;
}

function resultOf({ outcome, data: { set, ...values } }: Begun, error: NodeError | undefined): RecordedStep["result"] {
  return error ? { kind: "fail", error, ...values } : { kind: "done", outcome, ...values, ...(set ? { set } : {}) };
}

function dataOf({ data, apart }: JournalEntry, readApart: (name: string) => string): StepData {
  const values: Record<string, unknown> = { ...data };
  for (const [field, name] of Object.entries(apart ?? {})) values[field] = JSON.parse(readApart(name));
  return values;
}
