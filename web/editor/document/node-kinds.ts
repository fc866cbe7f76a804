/**
 * The facts about each node type that the canvas needs immediately. The declarations in flow/nodes contain the same and
 * more, but import the parsers. A test compares both.
 */
import { flowLabels } from "../drawing/flow-labels.ts";
import type { FlowEdge, FlowNode } from "./changes.ts";

type Config = FlowNode["config"];
interface NodeKind {
  readonly type: string;
  readonly title: string;
  readonly summary: string;
  outcomes(config: Config): readonly string[];
  /** The initial settings of a new node. */
  readonly config: Config;
}

const worksOrFails = () => ["success", "failure"] as const;
const words = flowLabels.kinds;

/** In the order in which the palette shows them. */
export const nodeKinds: readonly NodeKind[] = [
  { type: "start", ...words.start, outcomes: () => ["next"], config: {} },
  { type: "end", ...words.end, outcomes: () => [], config: { outputs: [] } },
  { type: "api", ...words.api, outcomes: worksOrFails, config: { method: "GET", url: "" } },
  {
    type: "condition",
    ...words.condition,
    outcomes: ({ branches }) => [...(Array.isArray(branches) ? branches : []).map((_, at) => (at === 0 ? "if" : `elseif:${at}`)), "else"],
    config: { branches: [{ join: "and", criteria: [{ left: "", operator: "==", right: "" }] }] },
  },
  { type: "script", ...words.script, outcomes: worksOrFails, config: { code: "return {};" } },
  { type: "delay", ...words.delay, outcomes: () => ["success"], config: { seconds: 60 } },
];

const byType = new Map(nodeKinds.map((kind) => [kind.type, kind]));
const none: Config = {};

/** The kind of a type; one that these pages do not know yet counts as work that can fail. */
export function kindOf(type: string): NodeKind {
  return byType.get(type) ?? { type, title: type, summary: "", outcomes: worksOrFails, config: none };
}

export function outcomesOf({ type, config }: FlowNode): readonly string[] {
  return kindOf(type).outcomes(config);
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
