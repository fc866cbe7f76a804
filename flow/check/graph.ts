import type { FlowDocument } from "../model/document.ts";
import { outcomesOf } from "../nodes/node-face.ts";
import { declarationOf } from "../nodes/registry.ts";
import { type CheckedGraph, connectNodes } from "./connect-nodes.ts";

/** The graph with all that the declarations say of its nodes. */
export function buildGraph(document: FlowDocument): CheckedGraph {
  return connectNodes(document, ({ type, config }) => {
    const declaration = declarationOf(type);
    return {
      declaration,
      role: declaration?.role,
      outcomes: declaration && outcomesOf(declaration.outcomes, config),
      required: declaration?.required ?? [],
    };
  });
}
