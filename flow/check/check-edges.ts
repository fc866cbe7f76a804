import { limits } from "../limits.ts";
import type { FlowDocument } from "../model/document.ts";
import type { CheckedGraph } from "./connect-nodes.ts";
import type { Note } from "./problem.ts";

/** Each edge by itself, and the number of edges out of a node. */
export function checkEdges(document: FlowDocument, { nodes, indexOf }: CheckedGraph, note: Note): void {
  const seen = new Set<string>();
  const out = new Map<number, number>();
  document.edges.forEach((edge, index) => {
    const from = nodes[indexOf.get(edge.from) ?? -1];
    const to = nodes[indexOf.get(edge.to) ?? -1];
    const at = (node: string | undefined) => ({ ...(node === undefined ? {} : { node }), path: ["edges", index] });
    if (!from || !to) {
      const present = from ?? to;
      const missing = from ? edge.to : edge.from;
      note(
        "edge_unknown_node",
        present
          ? `A connection ${from ? "from" : "to"} “${present.node.name}” refers to the node “${missing}”, which does not exist.`
          : `A connection refers to the nodes “${edge.from}” and “${edge.to}”, which do not exist.`,
        "Delete the connection.",
        at(present?.node.id),
      );
      return;
    }
    const key = JSON.stringify([edge.from, edge.outcome, edge.to]);
    if (seen.has(key)) {
      note(
        "edge_duplicate",
        `“${from.node.name}” and “${to.node.name}” are connected twice by the outcome “${edge.outcome}”.`,
        "Delete one of the two connections.",
        at(edge.from),
      );
      return;
    }
    seen.add(key);
    out.set(from.index, (out.get(from.index) ?? 0) + 1);
    if (from.role === "end")
      note(
        "edge_out_of_end",
        `The End “${from.node.name}” has an outgoing connection.`,
        "Delete the connection. A path finishes at an End.",
        at(edge.from),
      );
    else if (to.role === "start")
      note(
        "edge_into_start",
        `A connection leads from “${from.node.name}” back to the Start “${to.node.name}”.`,
        "Delete the connection. Nothing runs before Start.",
        at(edge.from),
      );
    else if (from.outcomes && !from.outcomes.includes(edge.outcome)) {
      note(
        "edge_unknown_outcome",
        `“${from.node.name}” has no outcome “${edge.outcome}”.`,
        `Use one of these outcomes: ${from.outcomes.map((outcome) => `“${outcome}”`).join(", ")}.`,
        at(edge.from),
      );
    }
  });
  for (const [index, count] of out) {
    if (count <= limits.maxEdgesOut) continue;
    const { node } = nodes[index]!;
    note(
      "too_many_edges",
      `“${node.name}” has ${count} outgoing connections. The maximum is ${limits.maxEdgesOut}.`,
      "Delete some connections, or add another node in between.",
      { node: node.id, path: ["nodes", index] },
    );
  }
}
