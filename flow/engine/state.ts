/** What the engine remembers of a run. It holds no values of nodes, is never stored, and is folded again from the run's events. */
import type { Graph, NodeStatus, RunCommand } from "./types.ts";
import type { NodeError } from "../problems/node-error.ts";
import { outermostIndex, placeOf, type Place } from "./place.ts";
import { activeIn, emptyTable, isActive, stepAt, withStep, type StepState, type StepTable } from "./step-table.ts";

export type FinishCommand = Extract<RunCommand, { kind: "finish" }>;

/** An End that was reached, and the ones before it. */
export interface ReachedEnd {
  readonly node: number;
  readonly at: number;
  readonly before: ReachedEnd | null;
}

export interface RunState {
  /** How many events were applied. */
  readonly version: number;
  /** Epoch milliseconds; null before `run.started`. */
  readonly startedAt: number | null;
  /** Epoch milliseconds; Infinity where the run has none. */
  readonly deadlineAt: number;
  readonly steps: StepTable;
  /** Nodes that are running, waiting or retrying. */
  readonly active: number;
  /** Active steps that are waiting. */
  readonly waiting: number;
  /** Nodes that ran at least once. */
  readonly executed: number;
  readonly ends: ReachedEnd | null;
  /** Set once, by the event that ended the run. */
  readonly finish: FinishCommand | null;
}

/** A state in the making: what one event changes, and the commands that follow from it. */
export interface Draft {
  readonly graph: Graph;
  /** The event's time. */
  readonly at: number;
  readonly next: { -readonly [Key in keyof RunState]: RunState[Key] };
  readonly commands: RunCommand[];
  /** The error with which the event ends a node's try. */
  failure: NodeError | undefined;
}

export interface RunSummary {
  readonly status: "In Progress" | "Waiting" | "Success" | "Failed";
  /** How many nodes ran at least once. */
  readonly executed: number;
  /** The running, waiting and retrying steps, in the order of the document. */
  readonly active: readonly Place[];
}

/** A run before its first event. */
export function initialState(graph: Graph): RunState {
  return {
    version: 0,
    startedAt: null,
    deadlineAt: Infinity,
    steps: emptyTable(graph.nodes.length),
    active: 0,
    waiting: 0,
    executed: 0,
    ends: null,
    finish: null,
  };
}

/** Creates the next state after `state`, which does not change. */
export function draftFrom(graph: Graph, state: RunState, at: number): Draft {
  const next = {
    version: state.version + 1,
    startedAt: state.startedAt,
    deadlineAt: state.deadlineAt,
    steps: state.steps,
    active: state.active,
    waiting: state.waiting,
    executed: state.executed,
    ends: state.ends,
    finish: state.finish,
  };
  return { graph, at, next, commands: [], failure: undefined };
}

/** Puts a node into a new state and keeps the counts right. */
export function changeStep(draft: Draft, node: number, before: StepState, after: StepState): void {
  const { next } = draft;
  next.steps = withStep(next.steps, node, after, next.version);
  next.active += Number(isActive(after.status)) - Number(isActive(before.status));
  next.waiting += Number(after.status === "waiting") - Number(before.status === "waiting");
  if (before.attempt === 0 && after.attempt > 0) next.executed++;
}

/** How a run stands, in time proportional to its active nodes. */
export function summary(state: RunState): RunSummary {
  const allWait = state.active > 0 && state.waiting === state.active;
  return {
    status: state.finish?.status ?? (allWait ? "Waiting" : "In Progress"),
    executed: state.executed,
    active: activeIn(state.steps).map((node) => placeOf(node)),
  };
}

/** How one node stands; `idle` where the run has not come to it. */
export function nodeStatus(state: RunState, place: Place): NodeStatus {
  return stepAt(state.steps, outermostIndex(place)).status;
}

/** How often a node was started. */
export function nodeAttempts(state: RunState, place: Place): number {
  return stepAt(state.steps, outermostIndex(place)).attempt;
}
