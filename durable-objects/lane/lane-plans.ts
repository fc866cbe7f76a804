/** The plans of a lane's runs: of deployed versions, of flows on the canvas, and of runs that take something over from others. */
import type { Plan } from "#flow/engine/plan.ts";
import { engineRevision } from "#flow/engine/revision.ts";
import { isDraftId, type DeploymentId, type VersionId } from "#flow/ids.ts";
import { lastDeploymentOf, type PlanRef } from "#store/endpoint.ts";
import { planOf } from "../plan-cache.ts";
import { basisName, planOn, type Basis } from "./basis.ts";
import { DraftPlans } from "./draft-plans.ts";
import type { RunHead } from "../run/run-head.ts";
import type { LaneStore } from "./lane-store.ts";

type FoundPlan = Plan | Promise<Plan | undefined>;

export class LanePlans {
  readonly #store: LaneStore;
  readonly #db: D1Database;
  readonly #drafts: DraftPlans;

  constructor(store: LaneStore, db: D1Database) {
    this.#store = store;
    this.#db = db;
    this.#drafts = new DraftPlans(store);
  }

  /** Immediately if it is known; undefined if there is no such version. */
  of(ref: PlanRef): FoundPlan {
    return isDraftId(ref.versionId) ? Promise.resolve(this.#drafts.planOf(ref.versionId)) : planOf(this.#db, ref);
  }

  /** The deployment that froze a version last. */
  lastDeploymentOf(versionId: VersionId): Promise<DeploymentId | undefined> {
    return lastDeploymentOf(this.#db, versionId);
  }

  /** With what a run takes over from another one. */
  on(ref: PlanRef, basis: Basis | undefined): FoundPlan {
    const plan = this.of(ref);
    return basis ? Promise.resolve(plan).then((found) => found && planOn(found, basis)) : plan;
  }

  /** The plan of a run that is stored. */
  ofRun({ id, versionId, planId, revision, mode, rerunOf }: RunHead): FoundPlan {
    const basis = rerunOf !== null || mode === "test" ? this.#store.readBlob(id, basisName) : "";
    // Written by the lane's `start`.
    const plan = this.on({ versionId, deploymentId: planId }, basis === "" ? undefined : (JSON.parse(basis) as Basis));
    return revision === engineRevision ? plan : Promise.resolve(plan).then((found) => found && { ...found, revision });
  }
}
