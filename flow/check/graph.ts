import type { FlowDocument } from "../model/document.ts";
import type { NodeDeclaration } from "../nodes/node.ts";
import { declarationOf } from "../nodes/registry.ts";
import { type CheckedGraph, type CheckedNode, connectNodes } from "./connect-nodes.ts";

/** The graph with all that the declarations say of its nodes. */
export function buildGraph(document: FlowDocument): CheckedGraph {
  return connectNodes(document, ({ type, config }) => {
    const declaration = declarationOf(type);
    return { declaration, ...outcomesOf(declaration, config) };
  });
}

function outcomesOf(declaration: NodeDeclaration | undefined, config: unknown): Pick<CheckedNode, "outcomes" | "required"> {
  try {
    // The config may be half-finished: what a declaration can still read of it counts.
    return { outcomes: declaration?.outcomes(config), required: declaration?.required(config) ?? [] };
  } catch {
    return { outcomes: undefined, required: [] };
  }
}
