/**
 * What a run of a random flow must come to, worked out another way than the engine does it: node after node along the
 * order of the graph, as if there were no clock, and only then cut off at the first thing that ends the run.
 */
import type { FailureClass } from "#flow/problems/node-error.ts";
import { retryDelayMs } from "#flow/engine/retry.ts";
import type { RandomFlow } from "./random-flow.ts";

export interface Expected {
  readonly status: "Success" | "Failed";
  readonly endedAt: number;
  /** The error codes that may be the cause; several where several nodes fail in the same millisecond. */
  readonly codes: readonly string[];
  readonly ends: readonly number[];
  readonly nodes: readonly ExpectedNode[];
}
/** Times are Infinity where it never came to that. */
export interface ExpectedNode {
  readonly status: "succeeded" | "failed" | "skipped" | "unfinished";
  readonly readyAt: number;
  readonly settledAt: number;
  readonly attempts: number;
}

interface Course {
  readonly at: number;
  readonly attempts: number;
  readonly outcome?: string;
  readonly code?: string;
  readonly fatal?: boolean;
}

export function expectedOf(flow: RandomFlow): Expected {
  const { graph, order } = flow;
  const deadlineAt = flow.deadlineAt ?? Infinity;
  const arrivals = graph.nodes.map((): { at: number; taken: boolean }[] => []);
  const nodes: ExpectedNode[] = [];
  const ends: { node: number; at: number }[] = [];
  const failures: { at: number; code: string }[] = [];
  for (const node of order) {
    const { edges, isEnd, strictOutcomes } = graph.nodes[node]!;
    const isStart = node === graph.start;
    const readyAt = Math.max(0, ...arrivals[node]!.map((one) => one.at));
    const runs = isStart || arrivals[node]!.some((one) => one.taken);
    let leftBy: string | undefined;
    let settledAt = readyAt;
    if (readyAt === Infinity || !runs) {
      nodes[node] = { status: readyAt === Infinity ? "unfinished" : "skipped", readyAt, settledAt, attempts: 0 };
    } else {
      let course = courseOf(flow, node, readyAt, deadlineAt);
      if (course.outcome !== undefined && strictOutcomes && !edges.has(course.outcome))
        course = { at: course.at, attempts: course.attempts, code: "path_not_defined" };
      settledAt = course.at;
      leftBy = course.outcome ?? (edges.has("failure") && !course.fatal ? "failure" : undefined);
      if (course.code && leftBy === undefined) failures.push({ at: course.at, code: course.code });
      if (isEnd && course.outcome !== undefined) {
        ends.push({ node, at: course.at });
      }
      nodes[node] = {
        status: settledAt === Infinity ? "unfinished" : course.code ? "failed" : "succeeded",
        readyAt,
        settledAt,
        attempts: course.attempts,
      };
      // A node that ends the run lets nothing come after it.
      if (course.code && leftBy === undefined) settledAt = Infinity;
    }
    for (const [outcome, targets] of edges)
      for (const target of targets) arrivals[target]!.push({ at: settledAt, taken: outcome === leftBy });
  }
  const failedAt = Math.min(...failures.map((one) => one.at));
  const unfinished = nodes.some((one) => one.settledAt === Infinity);
  if (failedAt < deadlineAt) {
    return {
      status: "Failed",
      endedAt: failedAt,
      codes: failures.filter((one) => one.at === failedAt).map((one) => one.code),
      ends: [],
      nodes,
    };
  }
  if (unfinished) return { status: "Failed", endedAt: deadlineAt, codes: ["run_timeout"], ends: [], nodes };
  const endedAt = Math.max(...nodes.map((one) => one.settledAt));
  if (ends.length === 0) return { status: "Failed", endedAt, codes: ["no_end_reached"], ends: [], nodes };
  return { status: "Success", endedAt, codes: [], ends: ends.sort((a, b) => a.at - b.at || a.node - b.node).map((one) => one.node), nodes };
}

/** All tries of one node. What would be reported at the run's deadline or later is never reported. */
function courseOf(flow: RandomFlow, node: number, readyAt: number, runDeadlineAt: number): Course {
  const { timeoutMs, retry } = flow.graph.nodes[node]!;
  let begunAt = readyAt;
  for (let attempts = 1; ; attempts++) {
    const one = flow.tryOf(node, attempts);
    const ownDeadlineAt = begunAt + (timeoutMs ?? Infinity);
    const reportedAt = one.kind === "hang" ? Infinity : begunAt + one.afterMs;
    let failure: { at: number; class: FailureClass; code: string; fatal: boolean } = {
      at: ownDeadlineAt,
      class: "timeout",
      code: "node_timeout",
      fatal: false,
    };
    if (reportedAt < ownDeadlineAt) {
      if (one.kind === "succeed") return within({ at: reportedAt, attempts, outcome: flow.outcomeOf(node, one.branch) });
      if (one.kind === "sleep")
        return within(
          reportedAt >= runDeadlineAt
            ? { at: Infinity, attempts }
            : { at: reportedAt + one.forMs, attempts, outcome: flow.outcomeOf(node, one.branch) },
        );
      if (one.kind === "fail") failure = { at: reportedAt, class: one.class, code: "http_failed", fatal: one.fatal };
      if (one.kind === "ask" && reportedAt + one.forMs < ownDeadlineAt) {
        if (one.answer !== "failure") return within({ at: reportedAt + one.forMs, attempts, outcome: flow.outcomeOf(node, one.answer) });
        failure = { at: reportedAt + one.forMs, class: "other", code: "http_failed", fatal: false };
      }
    }
    if (failure.at >= runDeadlineAt) return { at: Infinity, attempts };
    const error = { code: "http_failed", message: "", class: failure.class, fatal: failure.fatal } as const;
    const delayMs = retryDelayMs(retry, error, attempts, flow.randomOf(node, attempts));
    if (delayMs === undefined || failure.at + delayMs >= runDeadlineAt)
      return { at: failure.at, attempts, code: failure.code, fatal: failure.fatal };
    begunAt = failure.at + delayMs;
  }

  function within(course: Course): Course {
    return course.at < runDeadlineAt ? course : { at: Infinity, attempts: course.attempts };
  }
}
