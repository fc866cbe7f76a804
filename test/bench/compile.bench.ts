/** How long it takes to compile and to check a flow of 1,000 nodes: a chain of scripts, conditions and calls with references. */
import { checkFlow } from "../../flow/check/check-flow.ts";
import { compilePlan } from "../../flow/engine/plan.ts";
import type { VersionId } from "../../flow/ids.ts";
import { resolveFlow } from "../../flow/resolved/resolved-flow.ts";
import type { FlowDocument, FlowEdge, FlowNode } from "../../flow/model/document.ts";

const size = 1000;
const measurements = 9;

function flowOf(count: number): FlowDocument {
  const kinds = [
    (before: string) => ({ type: "script", config: { code: `return { n: context.steps["${before}"].output.n + 1 }` } }),
    (before: string) => ({
      type: "condition",
      config: { branches: [{ join: "and", criteria: [{ left: `{{steps.${before}.output.n}}`, operator: ">", right: 1 }] }] },
    }),
    (before: string) => ({
      type: "api",
      config: { method: "GET", url: `https://api.example.com/items/{{steps.${before}.output.n}}`, mode: "sync" },
    }),
    (before: string) => ({ type: "delay", config: { seconds: `{{steps.${before}.output.n + 1}}` } }),
  ];
  const middle = Array.from({ length: count - 2 }, (_, i): FlowNode => ({
    id: `n${i}`,
    name: `N${i}`,
    ...kinds[i % kinds.length]!(i === 0 ? "Start" : `N${i - 1}`),
  }));
  const start: FlowNode = { id: "start", type: "start", name: "Start", config: {} };
  const end: FlowNode = {
    id: "end",
    type: "end",
    name: "End",
    config: { outputs: [{ name: "n", value: `{{steps.N${count - 3}.output}}` }] },
  };
  const nodes = [start, ...middle, end];
  const edges = nodes.slice(1).map((node, i): FlowEdge => ({ from: nodes[i]!.id, outcome: outcomeOf(nodes[i]!), to: node.id }));
  return { schemaVersion: 1, inputs: [{ name: "output", type: "json" }], outputs: [], nodes, edges };
}

function outcomeOf({ type }: FlowNode): string {
  return type === "start" ? "next" : type === "condition" ? "if" : "success";
}

function medianMs(work: () => void): { first: number; median: number } {
  const times = Array.from({ length: measurements }, () => {
    const before = performance.now();
    work();
    return performance.now() - before;
  });
  return { first: times[0]!, median: times.toSorted((a, b) => a - b)[measurements >> 1]! };
}

export function benchCompile(print: (line: string) => void): void {
  const document = flowOf(size);
  for (const [what, work] of [
    ["compiling", () => void compilePlan("ver_bench" as VersionId, resolveFlow(document))],
    ["checking", () => void checkFlow(document, { variables: [] })],
  ] as const) {
    const { first, median } = medianMs(work);
    print(`${what} a flow of ${size} nodes: ${median.toFixed(1)} ms, the first time ${first.toFixed(1)} ms`);
  }
}
