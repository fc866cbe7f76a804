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
          ? `An edge ${from ? "out of" : "into"} the node "${present.node.name}" leads ${from ? "to" : "from"} a node "${missing}" that does not exist.`
          : `An edge joins "${edge.from}" and "${edge.to}", neither of which exists.`,
        "Delete the edge.",
        at(present?.node.id),
      );
      return;
    }
    const key = JSON.stringify([edge.from, edge.outcome, edge.to]);
    if (seen.has(key)) {
      note(
        "edge_duplicate",
        `The nodes "${from.node.name}" and "${to.node.name}" are joined twice by the outcome "${edge.outcome}".`,
        "Delete one of the two edges.",
        at(edge.from),
      );
      return;
    }
    seen.add(key);
    out.set(from.index, (out.get(from.index) ?? 0) + 1);
    if (from.node.type === "end")
      note(
        "edge_out_of_end",
        `An edge leads out of the End "${from.node.name}".`,
        "Delete the edge: a path is over at an End.",
        at(edge.from),
      );
    else if (to.node.type === "start")
      note(
        "edge_into_start",
        `An edge leads from "${from.node.name}" back into the Start "${to.node.name}".`,
        "Delete the edge: nothing runs before Start.",
        at(edge.from),
      );
    else if (from.outcomes && !from.outcomes.includes(edge.outcome)) {
      note(
        "edge_unknown_outcome",
        `The node "${from.node.name}" has no outcome "${edge.outcome}".`,
        `Let the edge leave by one of ${from.outcomes.map((outcome) => `"${outcome}"`).join(", ")}.`,
        at(edge.from),
      );
    }
  });
  for (const [index, count] of out) {
    if (count <= limits.maxEdgesOut) continue;
    const { node } = nodes[index]!;
    note(
      "too_many_edges",
      `${count} edges leave the node "${node.name}"; there may be at most ${limits.maxEdgesOut}.`,
      "Delete some, or put another node in between.",
      { node: node.id, path: ["nodes", index] },
    );
  }
}
