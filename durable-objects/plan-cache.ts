/** Plans of versions, compiled once per isolate. A version never changes, so nothing here goes stale. */
import { compilePlan, type Plan } from "#flow/engine/plan.ts";
import type { VersionId } from "#flow/ids.ts";
import { loadVersion } from "#store/endpoint.ts";

/** Enough for the workflows that one isolate serves at a time; the oldest makes room. */
const maxPlans = 200;
const plans = new Map<VersionId, Plan>();
const loading = new Map<VersionId, Promise<Plan | undefined>>();

/** The plan of a version: at once where it is known, else from D1; undefined where there is no such version. */
export function planOf(db: D1Database, versionId: VersionId): Plan | Promise<Plan | undefined> {
  const known = plans.get(versionId);
  if (known) return known;
  let load = loading.get(versionId);
  if (!load) {
    load = loadPlan(db, versionId).finally(() => loading.delete(versionId));
    loading.set(versionId, load);
  }
  return load;
}

async function loadPlan(db: D1Database, versionId: VersionId): Promise<Plan | undefined> {
  const document = await loadVersion(db, versionId);
  if (!document) return undefined;
  const plan = compilePlan(versionId, document);
  if (plans.size >= maxPlans) plans.delete(plans.keys().next().value!);
  plans.set(versionId, plan);
  return plan;
}
