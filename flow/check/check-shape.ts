import { findCycles } from "./cycles.ts";
import type { CheckedGraph, CheckedNode } from "./connect-nodes.ts";
import type { Note } from "./problem.ts";

/** The graph as a whole. `ordered` is true where it has one Start and no cycle, so that "before" has a meaning. */
export function checkShape(graph: CheckedGraph, note: Note): { readonly ordered: boolean } {
  const { nodes, starts } = graph;
  if (starts.length === 0) note("start_missing", "The flow has no Start.", "Add a Start node.");
  for (const { node, index } of starts.slice(1))
    note(
      "start_duplicate",
      `The flow has more than one Start: “${node.name}”.`,
      "Keep one Start and delete the others.",
      at({ node, index }),
    );
  if (!nodes.some(({ role }) => role === "end"))
    note("end_missing", "The flow has no End.", "Add an End node and connect every path to an End.");
  const cycles = findCycles(graph);
  for (const cycle of cycles) {
    const names = cycle.map((index) => nodes[index]!.node.name);
    note(
      "cycle",
      `These nodes form a loop: ${[...names, names[0]].map((name) => `“${name}”`).join(" → ")}.`,
      "Delete one of the connections between them.",
      at(nodes[cycle[0]!]!),
    );
  }
  const reachable = reach(graph);
  for (const each of nodes) {
    const { node } = each;
    if (starts.length > 0 && !reachable[each.index]) {
      note(
        "node_unreachable",
        `“${node.name}” cannot be reached from Start.`,
        `Connect “${node.name}” to the flow, or delete it.`,
        at(each),
      );
      continue;
    }
    if (each.role === "end") continue;
    if (each.edges.size === 0) {
      note(
        "path_without_end",
        `The path stops at “${node.name}” without reaching an End.`,
        `Connect “${node.name}” to a next step.`,
        at(each),
      );
      continue;
    }
    for (const outcome of each.required) {
      if (!each.edges.has(outcome))
        note(
          "outcome_unconnected",
          `The outcome “${outcome}” of “${node.name}” is not connected.`,
          `Connect the outcome “${outcome}” to a next step.`,
          at(each),
        );
    }
  }
  return { ordered: starts.length === 1 && cycles.length === 0 };
}

function at({ node, index }: Pick<CheckedNode, "node" | "index">) {
  return { node: node.id, path: ["nodes", index] };
}

function reach({ nodes, starts }: CheckedGraph): Uint8Array {
  const reachable = new Uint8Array(nodes.length);
  const open = starts.slice(0, 1).map(({ index }) => index);
  for (const index of open) reachable[index] = 1;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const to of nodes[next]!.targets) {
      if (reachable[to]) continue;
      reachable[to] = 1;
      open.push(to);
    }
  }
  return reachable;
}
