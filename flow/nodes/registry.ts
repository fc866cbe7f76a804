import * as allNodes from "./all-nodes.ts";
import type { NodeDeclaration } from "./node.ts";
import type { NodeRole } from "./node-face.ts";

const roles: readonly NodeRole[] = ["start", "end", "container", "step"];

/** Every node type, in the order in which a palette shows them: where a flow starts and ends, then by title. */
export const declarations: readonly NodeDeclaration[] = Object.values<NodeDeclaration>(allNodes).toSorted(
  (a, b) => roles.indexOf(a.role) - roles.indexOf(b.role) || (a.title < b.title ? -1 : 1),
);

const byType: ReadonlyMap<string, NodeDeclaration> = new Map(declarations.map((declaration) => [declaration.type, declaration]));

/** The names of all node types. */
export const nodeTypes: readonly string[] = declarations.map((declaration) => declaration.type);

/** A type's declaration, or undefined where there is no such type. */
export function declarationOf(type: string): NodeDeclaration | undefined {
  return byType.get(type);
}
