/** A node as problems refer to it. */
export interface Named {
  id: string;
  name: string;
}

/** The node that a problem means: by its id, or by its name where it has no such id. */
export function findNode<Node extends Named>(nodes: readonly Node[], reference: string | undefined): Node | undefined {
  if (reference === undefined) return undefined;
  return nodes.find(({ id }) => id === reference) ?? nodes.find(({ name }) => name === reference);
}

/** The nodes in something that may or may not be a flow document, such as text that is being typed. */
export function nodesIn(value: unknown): readonly Named[] {
  const nodes = typeof value === "object" && value !== null && "nodes" in value ? value.nodes : [];
  if (!Array.isArray(nodes)) return [];
  return nodes.filter((node): node is Named => typeof node?.id === "string" && typeof node.name === "string");
}
