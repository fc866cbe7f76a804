/**
 * The engine: what a run does next. It decides and never acts; the lane performs the commands and reports what came
 * of them as events. The same events always give the same states and commands, so a journal of events is all that a
 * run needs to survive a crash.
 */
import { failureOf } from "./failure.ts";
import { failRun, failRunAsTimeout, failRunAtNode, finishIfDone } from "./finish.ts";
import { begin, leave } from "./paths.ts";
import { outermostIndex, placeOf } from "./place.ts";
import { retryDelayMs } from "./retry.ts";
import { changeStep, draftFrom, type Draft, type RunState } from "./state.ts";
import { stepAt, type StepState } from "./step-table.ts";
import type { Graph, NodeEvent, RunCommand, RunEvent } from "./types.ts";
import type { NodeError } from "../problems/node-error.ts";

export { initialState, nodeAttempts, nodeStatus, summary, type RunState, type RunSummary } from "./state.ts";

export interface Advanced {
  readonly state: RunState;
  readonly commands: readonly RunCommand[];
  /** The error with which the event ended a node's try. It may be another one than was reported, see failureOf. */
  readonly failure: NodeError | undefined;
  /** False where the event no longer matters; then the state is the given one and the event must not be journalled. */
  readonly applied: boolean;
}

/** Takes a run's state and what happened, and gives the next state and what is to be done. The given state stays valid. */
export function advance(graph: Graph, state: RunState, event: RunEvent): Advanced {
  const draft = draftFrom(graph, state, event.at);
  if (!apply(draft, event)) return { state, commands: [], failure: undefined, applied: false };
  return { state: draft.next, commands: draft.commands, failure: draft.failure, applied: true };
}

/** Whether the event mattered. */
function apply(draft: Draft, event: RunEvent): boolean {
  const { next } = draft;
  if (next.finish || (event.kind === "run.started") !== (next.startedAt === null)) return false;
  if (event.kind === "run.started") {
    next.startedAt = event.at;
    next.deadlineAt = event.deadlineAt ?? Infinity;
  }
  // The outer limit wins: after the run's deadline, any event ends the run for that reason.
  if (event.at >= next.deadlineAt) {
    failRunAsTimeout(draft);
    return true;
  }
  switch (event.kind) {
    case "run.started":
      begin(draft, draft.graph.start, stepAt(next.steps, draft.graph.start));
      return true;
    case "run.due":
      return false;
    case "run.stopped":
      failRun(draft, event.error);
      return true;
    default:
      return applyToNode(draft, event);
  }
}

function applyToNode(draft: Draft, event: NodeEvent): boolean {
  const { graph, next } = draft;
  const node = outermostIndex(event.place);
  if (!graph.nodes[node]) return false;
  const step = stepAt(next.steps, node);
  if (step.attempt !== event.attempt || !expects(step, event)) return false;
  const error = (draft.failure = failureOf(graph, node, step, event));
  if (error) fail(draft, node, step, error, "random" in event ? event.random : undefined);
  else if (event.kind === "node.succeeded") succeed(draft, node, step, event.outcome);
  else if (event.kind === "node.waiting") wait(draft, node, event, step);
  else if (event.kind === "timer.due" && event.timer === "wake") succeed(draft, node, step, step.outcome);
  else begin(draft, node, step);
  finishIfDone(draft, node);
  return true;
}

/** Returns true if a node in this state still accepts the event; nothing is due before its time. */
function expects(step: StepState, event: NodeEvent): boolean {
  const { status, deadlineAt, dueAt } = step;
  switch (event.kind) {
    case "node.waiting":
      return status === "running";
    case "node.succeeded":
    case "node.failed":
      return status === "running" || status === "waiting";
    case "node.due":
      return (status === "running" || status === "waiting") && event.at >= deadlineAt;
    case "timer.due":
      return status === (event.timer === "retry" ? "retrying" : "waiting") && event.at >= dueAt;
  }
}

function succeed(draft: Draft, node: number, step: StepState, outcome: string): void {
  changeStep(draft, node, step, { ...step, status: "succeeded" });
  if (draft.graph.nodes[node]!.isEnd) draft.next.ends = { node, at: draft.at, before: draft.next.ends };
  else leave(draft, node, outcome);
}

/** A wait until a time is bounded by that time and the run's deadline only; a wait for an answer keeps the node's deadline. */
function wait(draft: Draft, node: number, event: Extract<RunEvent, { kind: "node.waiting" }>, step: StepState): void {
  const { place, attempt, untilMs, outcome } = event;
  const dueAt = untilMs ?? Infinity;
  const deadlineAt = untilMs === null ? step.deadlineAt : Infinity;
  changeStep(draft, node, step, { ...step, status: "waiting", dueAt, deadlineAt, outcome });
  if (untilMs !== null) draft.commands.push({ kind: "schedule", place, attempt, timer: "wake", dueAt });
  else if (deadlineAt !== Infinity) draft.commands.push({ kind: "watch", place, attempt, deadlineAt });
}

/** Tries again where the policy allows it; else the failure is final. A failure without `random` is the flow's own and trying again would not help. */
function fail(draft: Draft, node: number, step: StepState, error: NodeError, random: number | undefined): void {
  const delayMs = random === undefined ? undefined : retryDelayMs(draft.graph.nodes[node]!.retry, error, step.attempt, random);
  if (delayMs === undefined) return failForGood(draft, node, step, error);
  const dueAt = draft.at + delayMs;
  // If the run's deadline would cut off a retry before its start, there is no retry: the failure is final now.
  if (dueAt >= draft.next.deadlineAt) {
    return failForGood(draft, node, step, { ...error, message: `${error.message} The run had no time left for another attempt.` });
  }
  changeStep(draft, node, step, { ...step, status: "retrying", dueAt, deadlineAt: Infinity });
  draft.commands.push({ kind: "schedule", place: placeOf(node), attempt: step.attempt, timer: "retry", dueAt });
}

function failForGood(draft: Draft, node: number, step: StepState, error: NodeError): void {
  changeStep(draft, node, step, { ...step, status: "failed" });
  if (!error.fatal && draft.graph.nodes[node]!.edges.get("failure")?.length) leave(draft, node, "failure");
  else failRunAtNode(draft, node, error);
}
