/** Small flows for tests, written shortly. */
import type { FlowDocument, FlowEdge, FlowNode } from "#flow/model/document.ts";

type NodeOf = Omit<Partial<FlowNode>, "id" | "name">;

/** Nodes by name; an edge is `from outcome to`. Every input is optional JSON. */
export function flowOf(
  nodes: Record<string, NodeOf>,
  edges: readonly string[],
  inputs: readonly string[] = [],
  outputs: FlowDocument["outputs"] = [],
): FlowDocument {
  const id = (name: string): string => `n_${name}`;
  return {
    schemaVersion: 1,
    inputs: inputs.map((name) => ({ name, type: "json" as const })),
    outputs,
    nodes: [
      { id: id("Start"), type: "start", name: "Start", config: {} },
      ...Object.entries(nodes).map(([name, node]) => ({ type: "script", config: {}, ...node, id: id(name), name })),
    ],
    edges: edges.map((edge): FlowEdge => {
      const [from, outcome, to] = edge.split(" ") as [string, string, string];
      return { from: id(from), outcome, to: id(to) };
    }),
  };
}

export function end(outputs: Record<string, unknown>): NodeOf {
  return { type: "end", config: { outputs: Object.entries(outputs).map(([name, value]) => ({ name, value })) } };
}

export function script(code: string, more: NodeOf = {}): NodeOf {
  return { ...more, type: "script", config: { code } };
}

export function api(url: string, more: NodeOf = {}, config: Record<string, unknown> = {}): NodeOf {
  return { ...more, type: "api", config: { method: "POST", url, mode: "sync", ...config } };
}

export function delay(seconds: number | string): NodeOf {
  return { type: "delay", config: { seconds } };
}
