import type { Place } from "#flow/engine/place.ts";
import type { RunEvent } from "#flow/engine/types.ts";
import type { NodeResult } from "#flow/nodes/node.ts";
import type { StepData } from "./journal.ts";

/** What a node's result is to the engine, and the values that go into the journal beside it. */
export function eventOf(
  place: Place,
  attempt: number,
  result: NodeResult,
  at: number,
  random: number,
): { event: RunEvent; data?: StepData } {
  const data: StepData = {
    ...(result.input === undefined ? {} : { input: result.input }),
    ...(result.output === undefined ? {} : { output: result.output }),
    ...(result.logs?.length ? { logs: result.logs } : {}),
    ...(result.warnings?.length ? { warnings: result.warnings } : {}),
    ...(result.kind === "done" && result.set ? { set: result.set } : {}),
  };
  const event = plainEventOf(place, attempt, result, at, random);
  return Object.keys(data).length === 0 ? { event } : { event, data };
}

function plainEventOf(place: Place, attempt: number, result: NodeResult, at: number, random: number): RunEvent {
  switch (result.kind) {
    case "done":
      return { kind: "node.succeeded", at, place, attempt, outcome: result.outcome };
    case "wait":
      return { kind: "node.waiting", at, place, attempt, untilMs: result.untilMs, outcome: result.outcome };
    case "fail":
      return { kind: "node.failed", at, place, attempt, error: result.error, random };
  }
}
