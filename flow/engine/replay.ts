import { advance } from "./advance.ts";
import { placeOf } from "./place.ts";
import { initialState, type RunState } from "./state.ts";
import { activeIn, stepAt } from "./step-table.ts";
import type { Graph, RunCommand, RunEvent } from "./types.ts";

/**
 * Folds a run's journal. `outstanding` is what a lane takes up again after a crash: nodes whose outcome is missing,
 * timers that have not gone off and answers that are waited for. A journal with its end in it leaves nothing; the
 * result is then `state.finish`.
 */
export function replay(graph: Graph, events: Iterable<RunEvent>): { state: RunState; outstanding: RunCommand[] } {
  let state = initialState(graph);
  for (const event of events) state = advance(graph, state, event).state;
  return { state, outstanding: outstanding(state) };
}

/** The commands that are still to be executed in this state, for callers that already folded the events. */
export function outstanding(state: RunState): RunCommand[] {
  return activeIn(state.steps).flatMap((node) => outstandingOf(state, node));
}

function outstandingOf(state: RunState, node: number): RunCommand[] {
  const { status, attempt, deadlineAt, dueAt } = stepAt(state.steps, node);
  const place = placeOf(node);
  if (status === "running") return [{ kind: "execute", place, attempt, deadlineAt: deadlineAt === Infinity ? null : deadlineAt }];
  if (dueAt !== Infinity) return [{ kind: "schedule", place, attempt, timer: status === "retrying" ? "retry" : "wake", dueAt }];
  return deadlineAt === Infinity ? [] : [{ kind: "watch", place, attempt, deadlineAt }];
}
