/**
 * The plan of a run that continues from the middle of another one: nodes whose results are copied return them
 * immediately and do nothing else. The engine does not know about this, so the copied steps are in the new run's
 * journal like any other step, and the path through them is decided again from the same outcomes.
 */
import type { Plan, PlanNode } from "../engine/plan.ts";
import type { RunId } from "../ids.ts";
import type { RecordedStep } from "./recorded-run.ts";

/** What of another run is copied. Stored with the run that it is copied into. */
export interface Copies {
  readonly kind: "copies";
  readonly from: RunId;
  /** By the ids of the nodes that get them. */
  readonly steps: readonly RecordedStep[];
}

/** The plan in which these nodes give what was copied for them. */
export function rerunPlan(plan: Plan, { from, steps }: Copies): Plan {
  const byId = new Map(steps.map((step) => [step.nodeId, step]));
  const nodes = plan.nodes.map((node) => {
    const step = byId.get(node.id);
    return step ? copied(node, step, from) : node;
  });
  return { ...plan, nodes };
}

function copied(node: PlanNode, { result, startedAt, endedAt, attempts }: RecordedStep, from: RunId): PlanNode {
  const declaration = { ...node.declaration, work: "instant" as const, execute: () => result };
  return { ...node, declaration, retry: null, timeoutMs: null, env: [], copy: { from, startedAt, endedAt, attempts } };
}
