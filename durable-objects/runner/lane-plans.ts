/** The plans of a lane's runs: of deployed versions, of flows on the canvas, and of runs that take something over from others. */
import type { Plan } from "#flow/engine/plan.ts";
import { isDraftId, type VersionId } from "#flow/ids.ts";
import { planOf } from "../plan-cache.ts";
import { basisName, planOn, type Basis } from "./basis.ts";
import { DraftPlans } from "./draft-plans.ts";
import type { LaneStore, RunHead } from "./lane-store.ts";

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

  /** At once where it is known; undefined where there is no such version. */
  ofVersion(versionId: VersionId): FoundPlan {
    return isDraftId(versionId) ? Promise.resolve(this.#drafts.planOf(versionId)) : planOf(this.#db, versionId);
  }

  /** With what a run takes over from another one. */
  on(versionId: VersionId, basis: Basis | undefined): FoundPlan {
    const plan = this.ofVersion(versionId);
    return basis ? Promise.resolve(plan).then((found) => found && planOn(found, basis)) : plan;
  }

  /** The plan of a run that is stored. */
  ofRun({ id, versionId, mode, rerunOf }: RunHead): FoundPlan {
    const basis = rerunOf !== null || mode === "test" ? this.#store.readBlob(id, basisName) : "";
    // Written by the lane's `start`.
    return this.on(versionId, basis === "" ? undefined : (JSON.parse(basis) as Basis));
  }
}
