/**
 * The messages that a viewer of a run receives. They contain no values: a caller sees the progress of a run, and its
 * output at the end.
 */
import { errors } from "../problems/errors.ts";
import { outermostIndex, type Place } from "../engine/place.ts";
import type { Graph, RunCommand, RunEvent } from "../engine/types.ts";

export interface PublicRunEvent {
  readonly name: "run.started" | "node.started" | "node.succeeded" | "node.failed" | "node.waiting";
  readonly data: Readonly<Record<string, unknown>>;
}

/** What one event of the engine, and the commands that followed from it, are to a watcher. */
export function publicRunEvents(graph: Graph, event: RunEvent, commands: readonly RunCommand[]): PublicRunEvent[] {
  const stepOf = (place: Place) => ({ node: graph.nodes[outermostIndex(place)]!.name, place });
  const at = new Date(event.at).toISOString();
  const happened = whatHappened(event, at, stepOf);
  const begun = commands.flatMap((command): PublicRunEvent[] =>
    command.kind === "execute" ? [{ name: "node.started", data: { at, ...stepOf(command.place), attempt: command.attempt } }] : [],
  );
  return happened ? [happened, ...begun] : begun;
}

function whatHappened(
  event: RunEvent,
  at: string,
  stepOf: (place: Place) => { readonly node: string; readonly place: Place },
): PublicRunEvent | undefined {
  if (event.kind === "run.started") return { name: "run.started", data: { at } };
  if (!("place" in event)) return undefined;
  const data = { at, ...stepOf(event.place), attempt: event.attempt };
  switch (event.kind) {
    case "node.succeeded":
      return { name: "node.succeeded", data: { ...data, outcome: event.outcome } };
    case "node.failed":
      return { name: "node.failed", data: { ...data, error: { code: event.error.code, message: event.error.message } } };
    case "node.due":
      return { name: "node.failed", data: { ...data, error: { code: "node_timeout", message: errors.node_timeout.title } } };
    case "node.waiting":
      return { name: "node.waiting", data: { ...data, until: event.untilMs === null ? null : new Date(event.untilMs).toISOString() } };
    case "timer.due":
      return event.timer === "wake" ? { name: "node.succeeded", data } : undefined;
  }
}
