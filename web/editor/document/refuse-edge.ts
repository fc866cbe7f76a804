import type { FlowDocument } from "../../base/api/resources.ts";
import { builderLabels } from "./builder-labels.ts";
import type { FlowEdge } from "./changes.ts";
import { hasRole } from "../drawing/node-kinds.ts";

const words = builderLabels.refusals;
/** As `maxEdgesOut` in flow/limits.ts, which the server checks. */
const maxEdgesOut = 10;

/** Why an edge cannot be drawn, as a sentence; undefined where it can. */
export function refuseEdge({ nodes, edges }: FlowDocument, { from, outcome, to }: FlowEdge): string | undefined {
  const target = nodes.find(({ id }) => id === to);
  if (!target) return words.noNode;
  if (from === to) return words.itself;
  if (hasRole(target, "start")) return words.intoStart;
  const leaving = edges.filter((edge) => edge.from === from);
  if (leaving.some((edge) => edge.outcome === outcome && edge.to === to)) return words.doubled;
  if (leaving.length >= maxEdgesOut) return words.tooMany(maxEdgesOut);
  return leadsTo(edges, to, from) ? words.cycle(target.name) : undefined;
}

/** Whether a way along the edges leads from one node to another. */
export function leadsTo(edges: readonly FlowEdge[], from: string, to: string): boolean {
  const next = new Map<string, string[]>();
  for (const edge of edges) {
    const targets = next.get(edge.from);
    if (targets) targets.push(edge.to);
    else next.set(edge.from, [edge.to]);
  }
  const seen = new Set([from]);
  for (const at of seen) {
    if (at === to) return true;
    for (const each of next.get(at) ?? []) seen.add(each);
  }
  return false;
}
