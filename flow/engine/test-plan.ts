/**
 * The plan of a run on the canvas: as far as one node, with outputs that the builder pinned in place of work. Nothing
 * of it is known to the engine; it is only another graph.
 */
import type { Plan, PlanNode } from "./plan.ts";

export interface TestOptions {
  /** The id of the node to stop behind; the run's output is then that node's. */
  readonly untilNode?: string;
  /** Outputs by node id, taken instead of running the node. */
  readonly pinned?: Readonly<Record<string, unknown>>;
}

/** Throws a RangeError if `untilNode` is not a node of the plan. */
export function testPlan(plan: Plan, { untilNode, pinned = {} }: TestOptions): Plan {
  const nodes = plan.nodes.map((node) => (Object.hasOwn(pinned, node.id) ? pin(node, pinned[node.id]) : node));
  return { ...plan, nodes: untilNode === undefined ? nodes : cutBehind(nodes, indexOf(plan, untilNode)) };
}

/** The indexes of the nodes from which a node can be reached, itself among them. */
export function nodesBefore(nodes: readonly Pick<PlanNode, "edges">[], target: number): Set<number> {
  const sources = nodes.map((): number[] => []);
  nodes.forEach((node, from) => {
    for (const targets of node.edges.values()) for (const to of targets) sources[to]!.push(from);
  });
  const before = new Set([target]);
  for (const node of before) for (const from of sources[node]!) before.add(from);
  return before;
}

function indexOf(plan: Plan, id: string): number {
  const index = plan.nodes.findIndex((node) => node.id === id);
  if (index < 0) throw new RangeError(`There is no node ${id}.`);
  return index;
}

/** Edges to nodes that do not lead to the last one are left out; a branch that is taken there just ends. */
function cutBehind(nodes: readonly PlanNode[], last: number): PlanNode[] {
  const before = nodesBefore(nodes, last);
  const incoming = nodes.map(() => 0);
  const cut = nodes.map((node, index): PlanNode => {
    const edges = new Map<string, readonly number[]>();
    if (index !== last && before.has(index)) {
      for (const [outcome, targets] of node.edges) {
        const kept = targets.filter((target) => before.has(target));
        for (const target of kept) incoming[target]!++;
        if (kept.length > 0) edges.set(outcome, kept);
      }
    }
    return { ...node, edges, isEnd: index === last, strictOutcomes: false };
  });
  return cut.map((node, index) => ({ ...node, incoming: incoming[index]! }));
}

function pin(node: PlanNode, output: unknown): PlanNode {
  const outcome = node.edges.has("success") ? "success" : (node.edges.keys().next().value ?? "success");
  const declaration = { ...node.declaration, work: "instant" as const, execute: () => ({ kind: "done" as const, outcome, output }) };
  return { ...node, declaration, retry: null, env: [] };
}
