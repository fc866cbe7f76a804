/**
 * Which steps have run when a node runs. A node runs once all edges into it are decided and at least one was taken, and
 * of each node one outcome is taken; so when N runs, each of its ancestors has either run or been skipped.
 *
 * "S always ran before N" is answered exactly, for a set S of N's ancestors, by looking for a run in which N runs and S
 * does not. A node can *spare* S if it is not in S and has an outcome, one with which the run goes on, whose targets all
 * can spare S (whatever is no ancestor of S can). Choices of different nodes do not bind each other, so N runs without S
 * in some run just if a path leads from Start to N over outcomes whose targets all can spare S. Two passes over the
 * graph; a dominator of N needs none. A run goes on with an outcome unless it ends there: `failure` without an edge,
 * or a Condition's branch without one.
 */
import type { CheckedGraph, CheckedNode } from "./graph.ts";

export type Before = "always" | "possibly" | "never";

export interface RanBefore {
  /** For each of `nodes`: what is known of at least one of `steps` having run before it. */
  ask(steps: readonly number[], nodes: readonly number[]): Before[];
}

/** For an acyclic graph with one Start. Nodes that cannot be reached are "always" after everything: they never run. */
export function ranBefore(graph: CheckedGraph): RanBefore {
  const { nodes } = graph;
  const start = graph.starts[0]!.index;
  const order = topologicalOrder(graph, start);
  const place = new Int32Array(nodes.length).fill(-1);
  order.forEach((at, index) => (place[at] = index));
  const dominators = dominatorTree(nodes, order, place);
  const outcomes = nodes.map(goingOn);
  const after = new Uint8Array(nodes.length);
  const above = new Uint8Array(nodes.length);
  const spares = new Uint8Array(nodes.length);
  const reached = new Uint8Array(nodes.length);

  /** Marks what can be reached from `from`, itself not included. */
  const mark = (flags: Uint8Array, from: readonly number[], next: (node: CheckedNode) => readonly number[]): void => {
    flags.fill(0);
    const open = [...from];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const to of next(nodes[at]!)) {
        if (flags[to]) continue;
        flags[to] = 1;
        open.push(to);
      }
    }
  };

  const askExactly = (steps: readonly number[], askers: readonly number[]): Before[] => {
    mark(after, steps, (node) => node.targets);
    if (askers.every((at) => !after[at])) return askers.map(() => "never");
    mark(above, steps, (node) => node.sources);
    spares.fill(1);
    for (let i = order.length - 1; i >= 0; i--) {
      const at = order[i]!;
      if (above[at]) spares[at] = outcomes[at]!.some((targets) => targets.every((to) => spares[to])) ? 1 : 0;
      if (steps.includes(at)) spares[at] = 0;
    }
    reached.fill(0);
    reached[start] = spares[start]!;
    for (const at of order) {
      if (!reached[at]) continue;
      for (const targets of outcomes[at]!) if (targets.every((to) => spares[to])) for (const to of targets) reached[to] = 1;
    }
    return askers.map((at) => (!after[at] ? "never" : reached[at] ? "possibly" : "always"));
  };

  return {
    ask(steps, askers) {
      const [only] = steps;
      const results = askers.map((at): Before | undefined => {
        if (place[at] === -1) return "always";
        if (steps.length !== 1 || only === undefined) return undefined;
        if (at === only || place[only] === -1 || place[only]! > place[at]!) return "never";
        return dominators(only, at) ? "always" : undefined;
      });
      const open = askers.filter((_, i) => results[i] === undefined);
      if (open.length === 0) return results as Before[]; // Every one is answered.
      if (steps.length === 1) {
        const exact = askExactly(steps, open);
        let next = 0;
        return results.map((result) => result ?? exact[next++]!);
      }
      // Of several steps only those above the asker count: others may still be running.
      return results.map((result, i) => result ?? askSet(askers[i]!, steps));
    },
  };

  function askSet(asker: number, steps: readonly number[]): Before {
    mark(after, [asker], (node) => node.sources);
    const before = steps.filter((step) => after[step]);
    return before.length === 0 ? "never" : askExactly(before, [asker])[0]!;
  }
}

/** The targets of each outcome with which the run goes on. */
function goingOn({ outcomes, edges }: CheckedNode): readonly (readonly number[])[] {
  const names = outcomes ?? [...edges.keys()];
  const strict = names.includes("else");
  return names.flatMap((name) => {
    const targets = edges.get(name);
    return targets ? [targets] : strict || name === "failure" ? [] : [[]];
  });
}

function topologicalOrder({ nodes }: CheckedGraph, start: number): number[] {
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

/** Tells whether one node is on every path from Start to another (Cooper, Harvey and Kennedy 2001; one pass in a DAG). */
function dominatorTree(nodes: readonly CheckedNode[], order: readonly number[], place: Int32Array): (above: number, below: number) => boolean {
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
