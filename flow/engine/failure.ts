import { seconds } from "./finish.ts";
import type { StepState } from "./step-table.ts";
import type { Graph, NodeEvent } from "./types.ts";
import type { NodeError } from "../problems/node-error.ts";

/**
 * The error with which an event ends the try of a node, or undefined where it does not. It may be another one than was
 * reported: a failure at or after the node's deadline was caused by it, whatever the call inside says of itself, and a
 * branch that leads nowhere is a failure too. `step` is the node's state before the event.
 */
export function failureOf(graph: Graph, node: number, step: StepState, event: NodeEvent): NodeError | undefined {
  switch (event.kind) {
    case "node.failed":
      return event.at >= step.deadlineAt && !standsByItself(event.error) ? timedOut(graph, node) : event.error;
    case "node.due":
      return timedOut(graph, node);
    case "node.succeeded":
      return pathNotDefined(graph, node, event.outcome);
    case "timer.due":
      return event.timer === "wake" ? pathNotDefined(graph, node, step.outcome) : undefined;
    case "node.waiting":
      return undefined;
  }
}

/** Verdicts that no deadline explains: a guardrail's, and a call of which it is not known whether it went through. */
function standsByItself(error: NodeError): boolean {
  return error.fatal === true || error.code === "unknown_outcome";
}

function timedOut(graph: Graph, node: number): NodeError {
  const { name, timeoutMs } = graph.nodes[node]!;
  return { code: "node_timeout", message: `“${name}” did not finish within ${seconds(timeoutMs ?? 0)}.`, class: "timeout" };
}

function pathNotDefined(graph: Graph, node: number, outcome: string): NodeError | undefined {
  const { name, strictOutcomes, edges } = graph.nodes[node]!;
  if (!strictOutcomes || edges.get(outcome)?.length) return undefined;
  return {
    code: "path_not_defined",
    message: `Path not defined: “${name}” took the ${outcome} path, which is not connected.`,
    class: "other",
  };
}
