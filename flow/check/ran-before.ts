/**
 * Which steps have run when a node runs. A node runs once all its incoming edges are decided and at least one was
 * taken, and each node takes one outcome. So when N runs, each of its ancestors has either run or been skipped.
 *
 * "S always ran before N" is answered exactly, for a set S of N's ancestors, by looking for a run in which N runs and S
 * does not. A node can *spare* S if it is not in S and has an outcome that continues the run and whose targets all can
 * spare S. (Every node that is not an ancestor of S can.) Choices of different nodes are independent, so N runs without
 * S in some run exactly if a path leads from Start to N over outcomes whose targets all can spare S. A dominator of N
 * needs no search. For the rest, one pass up and one pass down the graph answer 32 questions in parallel, one bit each.
 * An outcome continues the run unless it ends there: `failure` without an edge, or a Condition's branch without one.
 */
import { dominators } from "./dominators.ts";
import type { CheckedGraph, CheckedNode } from "./connect-nodes.ts";
import { topologicalOrder } from "./topological-order.ts";

export type Before = "always" | "possibly" | "never";

/** Has at least one of `steps` run when `asker` runs? All are node indexes. */
export interface BeforeQuestion {
  readonly steps: readonly number[];
  readonly asker: number;
}

/**
 * The answer to each question, for an acyclic graph with one Start. Of several steps only those count that are above
 * the asker, since others may still be running. A node that cannot be reached has everything before it: it never runs.
 */
export function ranBefore(graph: CheckedGraph, questions: readonly BeforeQuestion[]): Before[] {
  const order = topologicalOrder(graph);
  const place = new Int32Array(graph.nodes.length).fill(-1);
  order.forEach((at, index) => (place[at] = index));
  const dominates = dominators(graph, order, place);
  const outcomes = graph.nodes.map(goingOn);

  const answers = questions.map(({ steps, asker }): Before | undefined => {
    if (place[asker] === -1) return "always";
    const before = steps.filter((step) => place[step] !== -1 && place[step]! < place[asker]!);
    if (before.length === 0) return "never";
    return before.some((step) => dominates(step, asker)) ? "always" : undefined;
  });

  const open = new Map<string, { steps: readonly number[]; asked: number[] }>();
  answers.forEach((answer, index) => {
    if (answer !== undefined) return;
    const { steps, asker } = questions[index]!;
    const counting = steps.length === 1 ? steps : stepsAbove(graph, steps, asker);
    const group = open.get(counting.join()) ?? { steps: counting, asked: [] };
    open.set(counting.join(), group);
    group.asked.push(index);
  });
  const groups = [...open.values()];
  for (let i = 0; i < groups.length; i += 32) {
    const batch = groups.slice(i, i + 32);
    const { after, reached } = passes(
      graph,
      order,
      outcomes,
      batch.map((group) => group.steps),
    );
    batch.forEach((group, bit) => {
      for (const index of group.asked) {
        const { asker } = questions[index]!;
        answers[index] = !(after[asker]! & (1 << bit)) ? "never" : reached[asker]! & (1 << bit) ? "possibly" : "always";
      }
    });
  }
  return answers as Before[]; // Each is answered immediately or with its group.
}

/** For each node, a bit for each set of steps: whether it comes after the set, and whether it can run without it. */
function passes(
  { nodes, starts }: CheckedGraph,
  order: readonly number[],
  outcomes: readonly Outcomes[],
  sets: readonly (readonly number[])[],
): { after: Int32Array; reached: Int32Array } {
  const [member, above, spares, after, reached] = Array.from({ length: 5 }, () => new Int32Array(nodes.length)) as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ]; // Five, as just asked for.
  sets.forEach((steps, bit) => {
    for (const step of steps) member[step]! |= 1 << bit;
  });
  for (let i = order.length - 1; i >= 0; i--) {
    const at = order[i]!;
    let [below, spared] = [0, 0];
    for (const to of nodes[at]!.targets) below |= above[to]! | member[to]!;
    for (const targets of outcomes[at]!) spared |= allSpare(spares, targets);
    above[at] = below;
    spares[at] = (spared | ~below) & ~member[at]!;
  }
  reached[starts[0]!.index] = spares[starts[0]!.index]!;
  for (const at of order) {
    for (const to of nodes[at]!.targets) after[to]! |= after[at]! | member[at]!;
    if (reached[at] === 0) continue;
    for (const targets of outcomes[at]!) {
      const free = reached[at]! & allSpare(spares, targets);
      for (const to of targets) reached[to]! |= free;
    }
  }
  return { after, reached };
}

function allSpare(spares: Int32Array, targets: readonly number[]): number {
  let all = -1;
  for (const to of targets) all &= spares[to]!;
  return all;
}

function stepsAbove({ nodes }: CheckedGraph, steps: readonly number[], asker: number): readonly number[] {
  const above = new Set<number>();
  const open = [asker];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const from of nodes[at]!.sources) {
      if (above.has(from)) continue;
      above.add(from);
      open.push(from);
    }
  }
  return steps.filter((step) => above.has(step));
}

type Outcomes = readonly (readonly number[])[];

/** The targets of each outcome with which the run goes on. */
function goingOn({ outcomes, edges }: CheckedNode): Outcomes {
  const names = outcomes ?? [...edges.keys()];
  const strict = names.includes("else");
  return names.flatMap((name) => {
    const targets = edges.get(name);
    return targets ? [targets] : strict || name === "failure" ? [] : [[]];
  });
}
