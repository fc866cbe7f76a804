/**
 * The plan of a run that tries a recorded run with another flow. Scripts, conditions and expressions really run, delays
 * end immediately, and nothing is retried. A node that makes calls builds its request, is refused the call (the caller
 * of such a plan must ensure this), and then gets the recorded answer if the request is the same.
 */
import { canonicalText } from "../json/canonical-text.ts";
import type { Plan, PlanNode } from "../engine/plan.ts";
import type { NodeError } from "../problems/node-error.ts";
import type { RunId, VersionId } from "../ids.ts";
import type { NodeResult } from "../nodes/node.ts";
import type { RecordedStep } from "./recorded-run.ts";

/** What a recorded run was answered from outside. Stored with the run that tries it. */
export interface Answers {
  readonly kind: "answers";
  /** What expressions see as `run`, so that what is made of it stays the same. */
  readonly run: { readonly id: RunId; readonly startedAt: number; readonly versionId: VersionId; readonly mode: string };
  readonly steps: readonly Answer[];
}

export interface Answer extends Pick<RecordedStep, "nodeId" | "iteration" | "result"> {
  readonly type: string;
}

/** Of a run whose own answers are not known: it must not get out for that. */
export const noAnswers = { run: { id: "", startedAt: 0, versionId: "", mode: "test" }, steps: [] } as const;

/** With what a way out refuses such a run; no node may take it for an answer. */
export const refusedCall: NodeError = {
  code: "answer_not_recorded",
  message: "A replay makes no real calls.",
  class: "other",
  fatal: true,
};

/** The plan in which these answers stand in for the outside. */
export function replayPlan(plan: Plan, { run, steps }: Answers | typeof noAnswers): Plan {
  const byId = new Map(steps.map((step: Answer) => [step.nodeId, step]));
  return { ...plan, replays: run, nodes: plan.nodes.map((node) => replayed(node, byId.get(node.id))) };
}

function replayed(node: PlanNode, answer: Answer | undefined): PlanNode {
  const recorded = answer?.type === node.type ? answer.result : undefined;
  const settle = node.declaration.work === "outside" ? answered(node, recorded) : atOnce;
  return { ...node, retry: null, settle };
}

/** A replay does not wait for the time to pass. */
function atOnce(result: NodeResult): NodeResult {
  if (result.kind !== "wait") return result;
  const { untilMs: _, ...rest } = result;
  return { ...rest, kind: "done" };
}

function answered({ name, declaration }: PlanNode, recorded: Answer["result"] | undefined): (result: NodeResult) => NodeResult {
  return (result) => {
    // If it failed before its request, that failure is its result. A wait counts as a request: another system would
    // have to answer.
    const hasAsked = result.kind === "wait" || (result.kind === "fail" && result.error.code === refusedCall.code);
    if (!hasAsked) return result;
    const { input } = result;
    if (!recorded) return stop(input, "answer_not_recorded", `“${name}” would make a call that has no recorded response.`);
    const isSame = declaration.isSameRequest ?? sameText;
    if (!isSame(recorded.input, input))
      return stop(input, "request_changed", `“${name}” would send a different request than the recorded one.`);
    return recorded;
  };
}

function stop(input: unknown, code: "answer_not_recorded" | "request_changed", message: string): NodeResult {
  return { kind: "fail", error: { code, message, class: "other", fatal: true }, ...(input === undefined ? {} : { input }) };
}

function sameText(recorded: unknown, asked: unknown): boolean {
  return canonicalText(recorded) === canonicalText(asked);
}
