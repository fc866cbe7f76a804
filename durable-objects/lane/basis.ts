/** What a run takes over from another one. It is stored with the run, so that it outlives a crash and the other run. */
import type { Plan } from "#flow/engine/plan.ts";
import { replayPlan, type Answers } from "#flow/reruns/replay-plan.ts";
import { rerunPlan, type Copies } from "#flow/reruns/rerun-plan.ts";

export type Basis = Copies | Answers;

/** The name under which it is stored beside the run's values. */
export const basisName = "basis";

/** The plan of a run that stands on this basis: nodes give what was copied, or are answered as they were. */
export function planOn(plan: Plan, basis: Basis): Plan {
  return basis.kind === "copies" ? rerunPlan(plan, basis) : replayPlan(plan, basis);
}
