import type { CheckedGraph } from "./connect-nodes.ts";

/** The nodes that can be reached from the only Start of an acyclic graph, each after all that lead to it. */
export function topologicalOrder({ nodes, starts }: CheckedGraph): number[] {
  const start = starts[0]!.index;
  const reachable = new Uint8Array(nodes.length);
  const open = [start];
  reachable[start] = 1;
  const waiting = new Int32Array(nodes.length);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const to of nodes[at]!.targets) {
      waiting[to]!++;
      if (reachable[to]) continue;
      reachable[to] = 1;
      open.push(to);
    }
  }
  const order = [start];
  for (let i = 0; i < order.length; i++) for (const to of nodes[order[i]!]!.targets) if (--waiting[to]! === 0) order.push(to);
  return order;
}
