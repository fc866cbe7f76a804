import { errors } from "../problems/errors.ts";
import { placeOf, type Place } from "./place.ts";
import { changeStep, type Draft, type ReachedEnd } from "./state.ts";
import { activeIn, stepAt } from "./step-table.ts";
import type { NodeError, RunError } from "../problems/node-error.ts";

/** Ends the run immediately: everything in progress is cancelled. */
export function failRun(draft: Draft, error: RunError): void {
  for (const node of activeIn(draft.next.steps)) {
    const step = stepAt(draft.next.steps, node);
    changeStep(draft, node, step, { ...step, status: "cancelled" });
    draft.commands.push({ kind: "abort", place: placeOf(node) });
  }
  end(draft, { kind: "finish", status: "Failed", error, ends: mergeOrder(draft.next.ends) });
}

/** Ends the run because of a node that failed for good. */
export function failRunAtNode(draft: Draft, node: number, error: NodeError): void {
  const { code, message, suggestion } = error;
  failRun(draft, { code, message, node: draft.graph.nodes[node]!.name, suggestion: suggestion ?? errors[code].suggestion });
}

/** Ends the run because its deadline has passed. */
export function failRunAsTimeout(draft: Draft): void {
  const { startedAt, deadlineAt } = draft.next;
  const message = `The run did not finish within ${seconds(deadlineAt - (startedAt ?? deadlineAt))}.`;
  failRun(draft, { code: "run_timeout", message, suggestion: errors.run_timeout.suggestion });
}

/** Ends the run if nothing is left to do. `last` is the node that was left last. */
export function finishIfDone(draft: Draft, last: number): void {
  const { active, ends, finish } = draft.next;
  if (active > 0 || finish) return;
  if (ends) return end(draft, { kind: "finish", status: "Success", ends: mergeOrder(ends) });
  const node = draft.graph.nodes[last]!.name;
  const message = `No path reached an End. The last path stopped after “${node}”.`;
  failRun(draft, { code: "no_end_reached", message, node, suggestion: errors.no_end_reached.suggestion });
}

/** A duration for a person's eyes. */
export function seconds(ms: number): string {
  return ms === 1000 ? "1 second" : `${ms / 1000} seconds`;
}

function end(draft: Draft, finish: NonNullable<Draft["next"]["finish"]>): void {
  draft.next.finish = finish;
  draft.commands.push(finish);
}

/** By finish time, then by index: the same whatever order events of the same millisecond were processed in. */
function mergeOrder(last: ReachedEnd | null): Place[] {
  const reached: ReachedEnd[] = [];
  for (let one = last; one; one = one.before) reached.push(one);
  return reached.sort((a, b) => a.at - b.at || a.node - b.node).map((one) => placeOf(one.node));
}
