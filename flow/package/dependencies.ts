/** What a flow needs of its account beside itself, so that an import can say what is missing. */
import type { FlowDocument, FlowNode } from "../model/document.ts";

const dependencyKinds = ["node-type", "profile", "connection", "workflow", "dataset", "guardrail"] as const;
export type DependencyKind = (typeof dependencyKinds)[number];
export { dependencyKinds };

export interface Dependency {
  readonly kind: DependencyKind;
  /** The id of what is needed; for a node type its name. */
  readonly reference: string;
  /** The ids of the nodes that need it. */
  readonly nodes: readonly string[];
}

type Reference = readonly [DependencyKind, unknown];

const asksModel = ({ connection }: FlowNode["config"]): Reference[] => [["connection", connection]];
const referencesByType: Readonly<Record<string, (config: FlowNode["config"]) => Reference[]>> = {
  api: ({ authorization }) => [["profile", authorization]],
  ai: (config) => [...asksModel(config), ...toolsOf(config).map((tool): Reference => ["workflow", tool])],
  "image-to-text": asksModel,
  "text-to-image": asksModel,
  "audio-to-text": asksModel,
  workflow: ({ workflow }) => [["workflow", workflow]],
  data: ({ dataset }) => [["dataset", dataset]],
};

function toolsOf({ tools }: FlowNode["config"]): unknown[] {
  return Array.isArray(tools) ? tools.map((tool: unknown) => (tool as { workflow?: unknown } | null)?.workflow) : [];
}

/** Everything that the flow's nodes refer to by id, each once. Templates are not ids: what they give is known only in a run. */
export function dependenciesOf({ nodes }: FlowDocument): Dependency[] {
  const found = new Map<string, { kind: DependencyKind; reference: string; nodes: string[] }>();
  for (const { id, type, config } of nodes) {
    const references = Object.hasOwn(referencesByType, type) ? referencesByType[type]!(config) : [];
    for (const [kind, reference] of references) {
      if (typeof reference !== "string" || reference === "" || reference.includes("{{")) continue;
      const key = `${kind} ${reference}`;
      const known = found.get(key);
      if (!known) found.set(key, { kind, reference, nodes: [id] });
      else if (!known.nodes.includes(id)) known.nodes.push(id);
    }
  }
  return Array.from(found.values());
}
