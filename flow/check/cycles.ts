import type { CheckedGraph } from "./connect-nodes.ts";

/** One cycle, as node indexes in order, for each knot of nodes that lead back to themselves (Tarjan 1972, without recursion). */
export function findCycles({ nodes }: CheckedGraph): number[][] {
  const cycles: number[][] = [];
  const found = new Int32Array(nodes.length).fill(-1);
  const low = new Int32Array(nodes.length);
  const onPath = new Uint8Array(nodes.length);
  const path: number[] = [];
  let count = 0;
  for (const root of nodes) {
    if (found[root.index] !== -1) continue;
    const stack = [{ at: root.index, next: 0 }];
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const { at } = top;
      if (top.next === 0 && found[at] === -1) {
        found[at] = low[at] = count++;
        onPath[at] = 1;
        path.push(at);
      }
      const to = nodes[at]!.targets[top.next++];
      if (to !== undefined) {
        if (found[to] === -1) stack.push({ at: to, next: 0 });
        else if (onPath[to]) low[at] = Math.min(low[at]!, found[to]!);
        continue;
      }
      stack.pop();
      const above = stack[stack.length - 1];
      if (above) low[above.at] = Math.min(low[above.at]!, low[at]!);
      if (low[at] !== found[at]) continue;
      const knot = path.splice(path.lastIndexOf(at));
      for (const each of knot) onPath[each] = 0;
      if (knot.length > 1 || nodes[at]!.targets.includes(at)) cycles.push(walkOnce(nodes, new Set(knot)));
    }
  }
  return cycles;
}

function walkOnce(nodes: CheckedGraph["nodes"], knot: ReadonlySet<number>): number[] {
  const walked: number[] = [];
  const seen = new Map<number, number>();
  for (let at = Math.min(...knot); ; at = nodes[at]!.targets.find((to) => knot.has(to))!) {
    const before = seen.get(at);
    if (before !== undefined) return walked.slice(before);
    seen.set(at, walked.length);
    walked.push(at);
  }
}
