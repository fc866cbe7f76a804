/** Plans of deployments, compiled once per isolate. Neither a version nor what was frozen of it changes, so nothing here goes stale. */
import { compilePlan, type Plan } from "#flow/engine/plan.ts";
import { readResolved } from "#flow/resolved/resolved-flow.ts";
import { loadPlan, type PlanRef } from "#store/endpoint.ts";

/** Enough for the workflows that one isolate serves at a time; the oldest makes room. */
const maxPlans = 200;
const plans = new Map<string, Plan>();
const loading = new Map<string, Promise<Plan | undefined>>();

/**
 * The plan of a version as a deployment froze it: immediately if it is known, otherwise from D1; undefined if there is
 * no such version.
 */
export function planOf(db: D1Database, ref: PlanRef): Plan | Promise<Plan | undefined> {
  const key = `${ref.deploymentId} ${ref.versionId}`;
  const known = plans.get(key);
  if (known) return known;
  let load = loading.get(key);
  if (!load) {
    load = compile(db, ref, key).finally(() => loading.delete(key));
    loading.set(key, load);
  }
  return load;
}

async function compile(db: D1Database, ref: PlanRef, key: string): Promise<Plan | undefined> {
  const stored = await loadPlan(db, ref);
  if (!stored) return undefined;
  const plan = compilePlan(ref.versionId, readResolved(stored));
  if (plans.size >= maxPlans) plans.delete(plans.keys().next().value!);
  plans.set(key, plan);
  return plan;
}
