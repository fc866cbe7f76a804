/** A run told step by step, from its journal: what the panel of a run shows. */
import { advance, initialState, nodeStatus } from "#flow/engine/advance.ts";
import { nodeFailure } from "#flow/engine/failure.ts";
import type { Plan } from "#flow/engine/plan.ts";
import type { JournalEntry } from "./journal.ts";
import type { StepReport } from "./protocol.ts";

type Step = { -readonly [Key in keyof StepReport]: StepReport[Key] };

/** `readApart` gives the JSON text of a value that was stored apart. */
export function stepsOf(plan: Plan, entries: readonly JournalEntry[], readApart: (name: string) => string): StepReport[] {
  const steps = new Map<number, Step>();
  let state = initialState(plan);
  for (const entry of entries) {
    const { event } = entry;
    const failure = "node" in event ? nodeFailure(plan, state, event) : undefined;
    const next = advance(plan, state, event);
    state = next.state;
    const step = "node" in event ? steps.get(event.node) : undefined;
    if (step) {
      takeValues(step, entry, readApart);
      if (event.kind === "node.succeeded" || event.kind === "node.waiting") step.outcome = event.outcome;
      if (failure)
        step.error = { code: failure.code, message: failure.message, ...(failure.suggestion ? { suggestion: failure.suggestion } : {}) };
      else if (event.kind === "node.succeeded") step.error = null;
    }
    for (const command of next.commands) {
      if (command.kind === "execute") begin(steps, plan, command.node, command.attempt, event.at);
    }
    for (const [node, each] of steps) if (each.endedAt === null) close(each, nodeStatus(state, node), event.at);
  }
  return [...steps.values()];
}

function begin(steps: Map<number, Step>, plan: Plan, node: number, attempt: number, at: number): void {
  const known = steps.get(node);
  if (known) {
    known.attempts = attempt;
    return;
  }
  const { id, name, type } = plan.nodes[node]!;
  steps.set(node, {
    nodeId: id,
    name,
    type,
    status: "In Progress",
    attempts: attempt,
    startedAt: at,
    endedAt: null,
    durationMs: null,
    outcome: null,
    input: null,
    output: null,
    error: null,
    logs: [],
  });
}

const over = { succeeded: "Success", failed: "Failed", cancelled: "Cancelled" } as const;

function close(step: Step, status: ReturnType<typeof nodeStatus>, at: number): void {
  if (status === "succeeded" || status === "failed" || status === "cancelled") {
    step.status = over[status];
    step.endedAt = at;
    step.durationMs = at - step.startedAt;
  } else step.status = status === "waiting" ? "Waiting" : "In Progress";
}

function takeValues(step: Step, { data, apart }: JournalEntry, readApart: (name: string) => string): void {
  if (data && "input" in data) step.input = data.input;
  if (data && "output" in data) step.output = data.output;
  if (data?.logs) step.logs = data.logs;
  if (apart?.input) step.input = JSON.parse(readApart(apart.input)) as unknown;
  if (apart?.output) step.output = JSON.parse(readApart(apart.output)) as unknown;
}
