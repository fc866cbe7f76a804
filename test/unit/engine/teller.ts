/** Sends a run its events by node names and records the engine's answers. */
import { advance, initialState, nodeStatus, summary } from "#flow/engine/advance.ts";
import { outermostIndex, placeOf, type Place } from "#flow/engine/place.ts";
import type { RunState, RunSummary } from "#flow/engine/advance.ts";
import type { Graph, NodeStatus, RunCommand, RunEvent } from "#flow/engine/types.ts";
import type { NodeError, RunError } from "#flow/problems/node-error.ts";

export class Teller {
  readonly graph: Graph;
  state: RunState;
  applied = true;
  readonly journal: RunEvent[] = [];

  constructor(graph: Graph, deadlineAt: number | null = null) {
    this.graph = graph;
    this.state = initialState(graph);
    this.opening = this.tell({ kind: "run.started", at: 0, deadlineAt });
  }

  readonly opening: readonly RunCommand[];

  tell(event: RunEvent): readonly RunCommand[] {
    const { state, commands, applied } = advance(this.graph, this.state, event);
    this.state = state;
    this.applied = applied;
    if (applied) this.journal.push(event);
    return commands;
  }

  index(name: string): number {
    return this.graph.nodes.findIndex((node) => node.name === name);
  }
  succeeds(at: number, name: string, outcome = "success", attempt = 1): readonly RunCommand[] {
    return this.tell({ kind: "node.succeeded", at, place: placeOf(this.index(name)), attempt, outcome });
  }
  fails(at: number, name: string, error: NodeError, attempt = 1, random = 0.5): readonly RunCommand[] {
    return this.tell({ kind: "node.failed", at, place: placeOf(this.index(name)), attempt, error, random });
  }
  waits(at: number, name: string, untilMs: number | null, outcome = "success"): readonly RunCommand[] {
    return this.tell({ kind: "node.waiting", at, place: placeOf(this.index(name)), attempt: 1, untilMs, outcome });
  }
  isDue(at: number, name: string, attempt = 1, random = 0.5): readonly RunCommand[] {
    return this.tell({ kind: "node.due", at, place: placeOf(this.index(name)), attempt, random });
  }
  wakes(at: number, name: string): readonly RunCommand[] {
    return this.tell({ kind: "timer.due", at, place: placeOf(this.index(name)), attempt: 1, timer: "wake" });
  }
  retries(at: number, name: string, attempt = 1): readonly RunCommand[] {
    return this.tell({ kind: "timer.due", at, place: placeOf(this.index(name)), attempt, timer: "retry" });
  }
  stops(at: number, error: RunError): readonly RunCommand[] {
    return this.tell({ kind: "run.stopped", at, error });
  }

  status(name: string): NodeStatus {
    return nodeStatus(this.state, placeOf(this.index(name)));
  }
  get summary(): RunSummary {
    return summary(this.state);
  }
}

/** Commands in words: `execute Call`, `abort Wait`, `schedule retry Call at 500`, `finish Success by End`. */
export function inWords(graph: Graph, commands: readonly RunCommand[]): string[] {
  const name = (place: Place): string => graph.nodes[outermostIndex(place)]!.name;
  return commands.map((command) => {
    switch (command.kind) {
      case "execute":
        return `execute ${name(command.place)}${command.attempt > 1 ? ` again, try ${command.attempt}` : ""}${command.deadlineAt === null ? "" : ` until ${command.deadlineAt}`}`;
      case "schedule":
        return `schedule ${command.timer} of ${name(command.place)} at ${command.dueAt}`;
      case "watch":
        return `watch ${name(command.place)} until ${command.deadlineAt}`;
      case "abort":
        return `abort ${name(command.place)}`;
      case "finish":
        return command.error
          ? `finish ${command.status}: ${command.error.code}`
          : `finish ${command.status} by ${command.ends.map(name).join(", ")}`;
    }
  });
}
