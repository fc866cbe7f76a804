/** The engine's events, its commands, and its state in between. Steps are named by their places. */
import type { NodeError, RunError } from "../problems/node-error.ts";
import type { RetryPolicy } from "../nodes/retry-policy.ts";
import type { Place } from "./place.ts";

/** Times are epoch milliseconds. `attempt` counts from 1. Every event is stored before its commands are performed. */
export type RunEvent =
  | { readonly kind: "run.started"; readonly at: number; readonly deadlineAt: number | null }
  | { readonly kind: "node.succeeded"; readonly at: number; readonly place: Place; readonly attempt: number; readonly outcome: string }
  | {
      readonly kind: "node.waiting";
      readonly at: number;
      readonly place: Place;
      readonly attempt: number;
      readonly untilMs: number | null;
      readonly outcome: string;
    }
  /** `random` in [0, 1) is drawn by who reports, so that the same events always give the same retry times. */
  | {
      readonly kind: "node.failed";
      readonly at: number;
      readonly place: Place;
      readonly attempt: number;
      readonly error: NodeError;
      readonly random: number;
    }
  | { readonly kind: "timer.due"; readonly at: number; readonly place: Place; readonly attempt: number; readonly timer: "retry" | "wake" }
  | { readonly kind: "node.due"; readonly at: number; readonly place: Place; readonly attempt: number; readonly random: number }
  | { readonly kind: "run.due"; readonly at: number }
  | { readonly kind: "run.stopped"; readonly at: number; readonly error: RunError };

/** What can happen to one node. */
export type NodeEvent = Extract<RunEvent, { place: Place }>;

export type RunCommand =
  /** Run the node; stop it and report `node.due` if it has not reported anything else by `deadlineAt`. */
  | { readonly kind: "execute"; readonly place: Place; readonly attempt: number; readonly deadlineAt: number | null }
  /** Report `timer.due` with the same node, attempt and timer at `dueAt` or later; one that comes earlier is not applied. */
  | { readonly kind: "schedule"; readonly place: Place; readonly attempt: number; readonly timer: "retry" | "wake"; readonly dueAt: number }
  /** The node waits for an answer from outside: report `node.due` if none has come by `deadlineAt`. */
  | { readonly kind: "watch"; readonly place: Place; readonly attempt: number; readonly deadlineAt: number }
  /** Stop what the node is doing; it is recorded as cancelled. */
  | { readonly kind: "abort"; readonly place: Place }
  /** `ends`: the End nodes that were reached, in the order in which their outputs are merged, the last one winning. */
  | { readonly kind: "finish"; readonly status: "Success" | "Failed"; readonly error?: RunError; readonly ends: readonly Place[] };

export type NodeStatus = "idle" | "running" | "waiting" | "retrying" | "succeeded" | "failed" | "skipped" | "cancelled";

/** What the engine needs to know of a node; the plan adds what running it needs. */
export interface GraphNode {
  readonly name: string;
  /** How many edges lead here from nodes that Start can reach; edges of one node by several outcomes count singly. */
  readonly incoming: number;
  /** Targets by outcome, each target once; the order is the document's. */
  readonly edges: ReadonlyMap<string, readonly number[]>;
  readonly isEnd: boolean;
  /** True where a taken outcome without an edge is a failure (Condition). */
  readonly strictOutcomes: boolean;
  readonly timeoutMs: number | null;
  readonly retry: RetryPolicy | null;
}
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly start: number;
  /** The revision of the engine that the run started with: its journal is folded by the rules of that revision. */
  readonly revision: number;
}
