/** Changes to a Condition's branches, together with the edges that leave by them. */
import type { FlowDocument } from "../../base/api/resources.ts";
import type { Change, FlowNode } from "../document/changes.ts";

type Branch = Record<string, unknown>;

export const branchesOf = (node: FlowNode): Branch[] => (Array.isArray(node.config.branches) ? (node.config.branches as Branch[]) : []);
const outcomeOf = (at: number): string => (at === 0 ? "if" : `elseif:${at}`);

/** Removes a branch; later branches move up with their edges. */
export function removeBranch(document: FlowDocument, node: FlowNode, at: number): Change[] {
  const order = branchesOf(node).map((_, index) => index);
  return reorder(
    document,
    node,
    order.filter((index) => index !== at),
  );
}

/** Lets a branch be tried before the one above it; each keeps its edges. */
export function raiseBranch(document: FlowDocument, node: FlowNode, at: number): Change[] {
  const order = branchesOf(node).map((_, index) => index);
  if (at > 0) [order[at - 1], order[at]] = [order[at]!, order[at - 1]!];
  return reorder(document, node, order);
}

/** `order` names the branches that stay, by where they were. */
function reorder(document: FlowDocument, node: FlowNode, order: readonly number[]): Change[] {
  const branches = branchesOf(node);
  const renamed = new Map(order.map((from, to) => [outcomeOf(from), outcomeOf(to)]));
  const leaving = document.edges.filter(({ from, outcome }) => from === node.id && outcome !== "else" && renamed.get(outcome) !== outcome);
  const again = leaving.flatMap((edge): Change[] => {
    const outcome = renamed.get(edge.outcome);
    return outcome === undefined ? [] : [{ kind: "addEdge", edge: { ...edge, outcome } }];
  });
  return [
    ...(leaving.length > 0 ? [{ kind: "removeEdges", edges: leaving } satisfies Change] : []),
    { kind: "setConfig", id: node.id, path: ["branches"], value: order.map((from) => branches[from]) },
    ...again,
  ];
}
