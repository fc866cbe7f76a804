/** What a flow needs of its account beside itself, so that an import can say what is missing. */
import type { FlowDocument } from "../model/document.ts";
import type { DependencyKind } from "../nodes/dependency-kinds.ts";
import { declarationOf } from "../nodes/registry.ts";

export interface Dependency {
  readonly kind: DependencyKind;
  /** The id of what is needed; for a node type its name. */
  readonly reference: string;
  /** The ids of the nodes that need it. */
  readonly nodes: readonly string[];
}

/** Everything that the flow's nodes refer to by id, each once. Templates are not ids: what they give is known only in a run. */
export function dependenciesOf({ nodes }: FlowDocument): Dependency[] {
  const found = new Map<string, { kind: DependencyKind; reference: string; nodes: string[] }>();
  for (const { id, type, config } of nodes) {
    for (const [kind, reference] of declarationOf(type)?.dependencies?.(config) ?? []) {
      if (typeof reference !== "string" || reference === "" || reference.includes("{{")) continue;
      const key = `${kind} ${reference}`;
      const known = found.get(key);
      if (!known) found.set(key, { kind, reference, nodes: [id] });
      else if (!known.nodes.includes(id)) known.nodes.push(id);
    }
  }
  return Array.from(found.values());
}
