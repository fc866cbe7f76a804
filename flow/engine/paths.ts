import { placeOf } from "./place.ts";
import { changeStep, type Draft } from "./state.ts";
import { stepAt, type StepState } from "./step-table.ts";

/** Starts the next try of a node. Its deadline is its own or the run's, whichever is earlier. */
export function begin(draft: Draft, node: number, before: StepState): void {
  const { timeoutMs } = draft.graph.nodes[node]!;
  const attempt = before.attempt + 1;
  const deadlineAt = Math.min(timeoutMs === null ? Infinity : draft.at + timeoutMs, draft.next.deadlineAt);
  changeStep(draft, node, before, { ...before, status: "running", attempt, deadlineAt, dueAt: Infinity });
  draft.commands.push({ kind: "execute", place: placeOf(node), attempt, deadlineAt: deadlineAt === Infinity ? null : deadlineAt });
}

/**
 * Takes an outcome of a node: the edges of that outcome are taken, its other edges are dead. A node with all edges
 * settled starts if one was taken; otherwise it is skipped, and its own edges become dead too. This uses a list,
 * because a dead path may be longer than the stack is deep.
 */
export function leave(draft: Draft, node: number, outcome: string): void {
  const { nodes } = draft.graph;
  const skipped: number[] = [];
  for (const [name, targets] of nodes[node]!.edges) {
    for (const target of targets) settle(draft, target, name === outcome, skipped);
  }
  // The list grows while it is walked.
  for (const gone of skipped) {
    for (const targets of nodes[gone]!.edges.values()) {
      for (const target of targets) settle(draft, target, false, skipped);
    }
  }
}

function settle(draft: Draft, node: number, isTaken: boolean, skipped: number[]): void {
  const before = stepAt(draft.next.steps, node);
  const arrived: StepState = { ...before, settled: before.settled + 1, taken: before.taken || isTaken };
  if (arrived.settled < draft.graph.nodes[node]!.incoming) changeStep(draft, node, before, arrived);
  else if (arrived.taken) begin(draft, node, arrived);
  else {
    changeStep(draft, node, before, { ...arrived, status: "skipped" });
    skipped.push(node);
  }
}
