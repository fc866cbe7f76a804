/** What the pages know of each node type, and the ways out of a node. */
import { nodeTypes } from "virtual:node-types";
import type { NodeType } from "#flow/nodes/describe-types.ts";
import { type NodeRole, outcomesOf as outcomesFrom } from "#flow/nodes/node-face.ts";
import type { FlowDocument } from "../../base/api/resources.ts";
import { flowLabels } from "./flow-labels.ts";

type FlowNode = FlowDocument["nodes"][number];
type FlowEdge = FlowDocument["edges"][number];

/** In the order in which the palette shows them. */
export const nodeKinds: readonly NodeType[] = nodeTypes;

const byType = new Map(nodeKinds.map((kind) => [kind.type, kind]));

/** A type that these pages do not know yet counts as work that can fail. */
const unknown: Omit<NodeType, "type" | "title"> = {
  family: "flow",
  icon: "node",
  summary: "",
  role: "step",
  outcomes: ["success", "failure"],
  required: [],
  card: [],
  initial: {},
  fields: [],
  retryable: false,
  work: "outside",
};

export function kindOf(type: string): NodeType {
  return byType.get(type) ?? { ...unknown, type, title: type };
}

/** The type that starts a flow. It always exists. */
export const startKind = nodeKinds.find(({ role }) => role === "start")!;

export const isKnown = (type: string): boolean => byType.has(type);

export function hasRole({ type }: Pick<FlowNode, "type">, role: NodeRole): boolean {
  return kindOf(type).role === role;
}

export function outcomesOf({ type, config }: Pick<FlowNode, "type" | "config">): readonly string[] {
  return outcomesFrom(kindOf(type).outcomes, config);
}

/** The outcomes that lead nowhere yet. */
export function freeOutcomes(node: FlowNode, edges: readonly FlowEdge[]): readonly string[] {
  const used = new Set(edges.filter(({ from }) => from === node.id).map(({ outcome }) => outcome));
  return outcomesOf(node).filter((outcome) => !used.has(outcome));
}

/** How an outcome is called beside its handle. */
export function outcomeLabel(outcome: string): string {
  const [, turn] = /^elseif:(\d+)$/.exec(outcome) ?? [];
  return turn ? flowLabels.elseIf(Number(turn)) : outcome;
}
