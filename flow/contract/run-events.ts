import type { RunEvent } from "../engine/types.ts";
import { errors } from "../errors.ts";

/** What somebody who watches a run is told of one event; undefined for what only the engine cares about. */
export interface PublicRunEvent {
  readonly name: "run.started" | "node.succeeded" | "node.failed" | "node.waiting" | "node.retried";
  readonly data: Readonly<Record<string, unknown>>;
}

/** `nameOf` gives a node's name. Values are left out: a caller sees how a run gets on, and its output at the end. */
export function publicRunEvent(event: RunEvent, nameOf: (node: number) => string): PublicRunEvent | undefined {
  const at = new Date(event.at).toISOString();
  if (event.kind === "run.started") return { name: "run.started", data: { at } };
  if (!("node" in event)) return undefined;
  const data = { at, node: nameOf(event.node), attempt: event.attempt };
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
      return event.timer === "retry" ? { name: "node.retried", data } : { name: "node.succeeded", data };
  }
}
