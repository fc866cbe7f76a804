import type { CheckedGraph } from "./connect-nodes.ts";

/** Decides whether one node is on every path from Start to another (Cooper, Harvey and Kennedy 2001; one pass in a DAG). */
export function dominators(
  { nodes }: CheckedGraph,
  order: readonly number[],
  place: Int32Array,
): (above: number, below: number) => boolean {
  const parent = new Int32Array(nodes.length).fill(-1);
  const children: number[][] = nodes.map(() => []);
  for (const at of order.slice(1)) {
    let common = -1;
    for (const from of nodes[at]!.sources) {
      if (place[from] === -1) continue;
      common = common === -1 ? from : meet(common, from, parent, place);
    }
    parent[at] = common;
    children[common]!.push(at);
  }
  const entered = new Int32Array(nodes.length);
  const left = new Int32Array(nodes.length);
  let clock = 0;
  const stack = [{ at: order[0]!, next: 0 }];
  while (stack.length > 0) {
    const top = stack[stack.length - 1]!;
    if (top.next === 0) entered[top.at] = clock++;
    const child = children[top.at]![top.next++];
    if (child !== undefined) stack.push({ at: child, next: 0 });
    else left[stack.pop()!.at] = clock;
  }
  return (above, below) => entered[above]! <= entered[below]! && left[below]! <= left[above]!;
}

function meet(a: number, b: number, parent: Int32Array, place: Int32Array): number {
  let [x, y] = [a, b];
  while (x !== y) {
    if (place[x]! > place[y]!) x = parent[x]!;
    else y = parent[y]!;
  }
  return x;
}
