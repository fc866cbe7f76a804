/** Plans of flows that no version holds: what runs on the canvas run. */
import { compilePlan, type Plan } from "#flow/engine/plan.ts";
import { testPlan } from "#flow/engine/test-plan.ts";
import type { VersionId } from "#flow/ids.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import { readResolved, type ResolvedFlow } from "#flow/resolved/resolved-flow.ts";
import { noAnswers, replayPlan } from "#flow/reruns/replay-plan.ts";
import type { LaneStore } from "./lane-store.ts";
import type { Draft } from "../protocols/start.ts";

/** A replay runs one of them hundreds of times. */
const maxKept = 4;

export class DraftPlans {
  readonly #store: LaneStore;
  readonly #kept = new Map<VersionId, Plan>();

  constructor(store: LaneStore) {
    this.#store = store;
  }

  planOf(versionId: VersionId): Plan | undefined {
    const kept = this.#kept.get(versionId);
    if (kept) return kept;
    const draft = this.#store.findDraft(versionId);
    if (draft === undefined) return undefined;
    const plan = compiled(versionId, draft);
    if (this.#kept.size >= maxKept) this.#kept.delete(this.#kept.keys().next().value!);
    this.#kept.set(versionId, plan);
    return plan;
  }
}

function compiled(versionId: VersionId, draft: string): Plan {
  // Written by `start` from a document that the Worker has checked; older builds wrote it as it was drawn.
  const { flow, isReplay, ...options } = JSON.parse(draft) as Omit<Draft, "flow"> & { flow: ResolvedFlow | FlowDocument };
  const plan = testPlan(compilePlan(versionId, readResolved(flow)), options);
  return isReplay ? replayPlan(plan, noAnswers) : plan;
}
