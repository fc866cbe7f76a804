import { advance, initialState } from "#flow/engine/advance.ts";
import type { Plan } from "#flow/engine/plan.ts";
import type { RunState } from "#flow/engine/state.ts";
import type { RunCommand } from "#flow/engine/types.ts";
import type { NodeError } from "#flow/problems/node-error.ts";
import type { JournalEntry } from "../run/journal.ts";

export interface Followed {
  readonly entry: JournalEntry;
  /** Why the entry's node failed, where it did by this. */
  readonly failure: NodeError | undefined;
  /** What followed from it. */
  readonly state: RunState;
  readonly commands: readonly RunCommand[];
}

/**
 * Goes through a run's journal from its start, with the engine's result for each entry. The times never go back, even
 * if the clock did between two entries: a step never takes negative time.
 */
export function* followJournal(plan: Plan, entries: readonly JournalEntry[]): Iterable<Followed> {
  let state = initialState(plan);
  let at = -Infinity;
  for (const { event, ...values } of entries) {
    at = Math.max(at, event.at);
    const next = advance(plan, state, event);
    state = next.state;
    yield { entry: { event: { ...event, at }, ...values }, failure: next.failure, state, commands: next.commands };
  }
}
