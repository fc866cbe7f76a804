import type { FlowDocument, FlowNode } from "../model/document.ts";
import type { NodeDeclaration } from "../nodes/node.ts";
import type { NodeRole } from "../nodes/node-face.ts";

export interface CheckedNode {
  readonly index: number;
  readonly node: FlowNode;
  readonly declaration: NodeDeclaration | undefined;
  readonly role: NodeRole | undefined;
  /** Undefined where the type is not known. */
  readonly outcomes: readonly string[] | undefined;
  readonly required: readonly string[];
  /** Targets by outcome; only edges that lead from a node to a node that are there. */
  readonly edges: Map<string, number[]>;
  readonly targets: number[];
  readonly sources: number[];
}

/** The document's nodes and edges by index. Edges that a graph cannot hold are left out; `checkEdges` names them. */
export interface CheckedGraph {
  readonly nodes: readonly CheckedNode[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly starts: readonly CheckedNode[];
}

/** The graph of a document; `describe` says what is known of a node's type. */
export function connectNodes(
  document: FlowDocument,
  describe: (node: FlowNode) => Pick<CheckedNode, "declaration" | "role" | "outcomes" | "required">,
): CheckedGraph {
  const nodes = document.nodes.map((node, index): CheckedNode => ({
    index,
    node,
    ...describe(node),
    edges: new Map(),
    targets: [],
    sources: [],
  }));
  // Of two nodes with one id the first one counts.
  const indexOf = new Map<string, number>();
  for (const { node, index } of nodes) if (!indexOf.has(node.id)) indexOf.set(node.id, index);
  const seen = new Set<string>();
  for (const edge of document.edges) {
    const from = nodes[indexOf.get(edge.from) ?? -1];
    const to = nodes[indexOf.get(edge.to) ?? -1];
    if (!from || !to || from.role === "end" || to.role === "start") continue;
    const key = JSON.stringify([edge.from, edge.outcome, edge.to]);
    if (seen.has(key)) continue;
    seen.add(key);
    const targets = from.edges.get(edge.outcome);
    if (targets) targets.push(to.index);
    else from.edges.set(edge.outcome, [to.index]);
    from.targets.push(to.index);
    to.sources.push(from.index);
  }
  return { nodes, indexOf, starts: nodes.filter(({ role }) => role === "start") };
}
