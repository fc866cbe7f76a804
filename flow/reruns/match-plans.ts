/** Which node of one plan is which of another. */
import type { Plan, PlanNode } from "../engine/plan.ts";
import { foldName } from "../text/fold-name.ts";

/** The target's index by the source's: by id, the rest by name; only nodes of the same type. */
export function matchPlans(source: Plan, target: Plan): ReadonlyMap<number, number> {
  const match = new Map<number, number>();
  const taken = new Set<number>();
  for (const keyOf of [(node: PlanNode) => node.id, (node: PlanNode) => foldName(node.name)]) {
    const free = new Map(target.nodes.flatMap((node, at) => (taken.has(at) ? [] : [[`${node.type} ${keyOf(node)}`, at] as const])));
    source.nodes.forEach((node, from) => {
      const at = match.has(from) ? undefined : free.get(`${node.type} ${keyOf(node)}`);
      if (at === undefined) return;
      match.set(from, at);
      taken.add(at);
      free.delete(`${node.type} ${keyOf(node)}`);
    });
  }
  return match;
}

/** A node and all that can be reached from it. */
export function nodesBehind({ nodes }: Plan, from: number): ReadonlySet<number> {
  const behind = new Set([from]);
  for (const node of behind) for (const targets of nodes[node]!.edges.values()) for (const to of targets) behind.add(to);
  return behind;
}
