/** Small flows for tests, written as one line an edge. */
import { engineRevision } from "#flow/engine/revision.ts";
import type { Graph, GraphNode } from "#flow/engine/types.ts";
import type { NodeError } from "#flow/problems/node-error.ts";

export type NodeSettings = Partial<Pick<GraphNode, "isEnd" | "strictOutcomes" | "timeoutMs" | "retry">>;

/** A graph of edges such as `Start -next-> Call`. The first node named is the Start; `settings` are by name. */
export function graph(edges: readonly string[], settings: Readonly<Record<string, NodeSettings>> = {}): Graph {
  const parsed = edges.map((line) => /^(\S+) -(\S+)-> (\S+)$/.exec(line)!.slice(1) as [string, string, string]);
  const names = [...new Set([...parsed.flatMap(([from, , to]) => [from, to]), ...Object.keys(settings)])];
  const indexes = new Map(names.map((name, index) => [name, index]));
  const incoming = names.map(() => 0);
  const outcomes = names.map(() => new Map<string, number[]>());
  for (const [from, outcome, to] of parsed) {
    incoming[indexes.get(to)!]!++;
    const out = outcomes[indexes.get(from)!]!;
    out.set(outcome, out.get(outcome) ?? []);
    out.get(outcome)!.push(indexes.get(to)!);
  }
  const nodes = names.map((name, i): GraphNode => ({
    name,
    incoming: incoming[i]!,
    edges: outcomes[i]!,
    isEnd: name.startsWith("End"),
    strictOutcomes: false,
    timeoutMs: null,
    retry: null,
    ...settings[name],
  }));
  return { nodes, start: 0, revision: engineRevision };
}

export const unreachable: NodeError = { code: "http_failed", message: "The address did not answer.", class: "network" };
