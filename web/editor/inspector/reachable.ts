/** What the settings of one node can refer to, by the same analysis as the check before deployment. */
import { findCycles } from "#flow/check/cycles.ts";
import { connectNodes } from "#flow/check/connect-nodes.ts";
import { ranBefore } from "#flow/check/ran-before.ts";
import type { FlowDocument } from "../../base/api/resources.ts";
import { outcomesOf, kindOf } from "../drawing/node-kinds.ts";

export interface ReachableStep {
  id: string;
  name: string;
  type: string;
  /** False where another branch may have been taken. */
  always: boolean;
}

/** The steps that have run, or may have, when the node runs: the nearest first, Start last. */
export function stepsBefore(document: FlowDocument, nodeId: string): ReachableStep[] {
  const graph = connectNodes(document, (node) => ({
    declaration: undefined,
    role: kindOf(node.type).role,
    outcomes: outcomesOf(node),
    required: [],
  }));
  const asker = graph.indexOf.get(nodeId);
  if (asker === undefined) return [];
  const distance = new Map([[asker, 0]]);
  for (const [index, steps] of distance)
    for (const from of graph.nodes[index]!.sources) if (!distance.has(from)) distance.set(from, steps + 1);
  distance.delete(asker);
  const above = [...distance].toSorted(([, a], [, b]) => a - b).map(([index]) => graph.nodes[index]!);
  // In a flow with a cycle "before" has no meaning yet; what leads here may still be referred to.
  const ordered = graph.starts.length === 1 && findCycles(graph).length === 0;
  const answers = ordered
    ? ranBefore(
        graph,
        above.map(({ index }) => ({ steps: [index], asker })),
      )
    : undefined;
  return above.flatMap(({ node }, at) => {
    const answer = answers?.[at] ?? "possibly";
    return answer === "never" ? [] : [{ id: node.id, name: node.name, type: node.type, always: answer === "always" }];
  });
}
