/** A golden journal, and what this build makes of it: test/fixtures/journals/README.md. */
import { advance, initialState, nodeAttempts, nodeStatus } from "../../flow/engine/advance.ts";
import { compilePlan, type Plan } from "../../flow/engine/plan.ts";
import { testPlan, type TestOptions } from "../../flow/engine/test-plan.ts";
import { placeOf } from "../../flow/engine/place.ts";
import { readEvent, type StoredEvent } from "../../flow/engine/stored-event.ts";
import type { RunCommand } from "../../flow/engine/types.ts";
import type { VersionId } from "../../flow/ids.ts";
import type { FlowDocument } from "../../flow/model/document.ts";
import { readResolved, type ResolvedFlow } from "../../flow/resolved/resolved-flow.ts";
import { replayPlan, type Answers } from "../../flow/reruns/replay-plan.ts";
import { rerunPlan, type Copies } from "../../flow/reruns/rerun-plan.ts";

/** What the journal is folded with. */
export interface Recorded {
  readonly about: string;
  readonly revision: number;
  readonly flow: FlowDocument | ResolvedFlow;
  readonly test?: TestOptions;
  readonly basis?: Copies | Answers;
  readonly entries: readonly { readonly event: StoredEvent }[];
}

export interface Folded {
  /** The commands that followed from each entry; `ignored` where it no longer mattered. */
  readonly folded: readonly (readonly string[] | "ignored")[];
  /** How each node stood at the end, and how many tries it had. */
  readonly nodes: readonly string[];
}

export type GoldenJournal = Recorded & Folded;

/** Commands as lines of text. Messages are left out: they may be reworded. */
export function foldJournal(recorded: Recorded): Folded {
  const plan = planOf(recorded);
  let state = initialState(plan);
  const folded = recorded.entries.map(({ event }) => {
    const next = advance(plan, state, readEvent(event));
    state = next.state;
    return next.applied ? next.commands.map(lineOf) : "ignored";
  });
  const nodes = plan.nodes.map(({ name }, node) => `${name}: ${nodeStatus(state, placeOf(node))}, ${nodeAttempts(state, placeOf(node))}`);
  return { folded, nodes };
}

function planOf({ flow, revision, test, basis }: Recorded): Plan {
  let plan = compilePlan("ver_golden" as VersionId, readResolved(flow));
  if (test) plan = testPlan(plan, test);
  if (basis) plan = basis.kind === "copies" ? rerunPlan(plan, basis) : replayPlan(plan, basis);
  return { ...plan, revision };
}

function lineOf(command: RunCommand): string {
  switch (command.kind) {
    case "execute":
      return `execute ${command.place}, try ${command.attempt}, until ${command.deadlineAt}`;
    case "schedule":
      return `schedule ${command.timer} of ${command.place}, try ${command.attempt}, at ${command.dueAt}`;
    case "watch":
      return `watch ${command.place}, try ${command.attempt}, until ${command.deadlineAt}`;
    case "abort":
      return `abort ${command.place}`;
    case "finish": {
      const error = command.error ? ` with ${command.error.code} at ${command.error.node ?? "no node"}` : "";
      return `finish as ${command.status}${error}, Ends ${command.ends.join(" ") || "none"}`;
    }
  }
}
