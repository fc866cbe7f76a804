import { expect, test } from "vitest";
import { checkFlow } from "#flow/check/check-flow.ts";
import type { FlowDocument, FlowEdge, FlowNode } from "#flow/model/document.ts";

/** A ladder: conditions that part and meet again, each rung referring to steps far above, on both sides. */
function ladder(rungs: number): FlowDocument {
  const nodes: FlowNode[] = [{ id: "start", type: "start", name: "Start", config: {} }];
  const edges: FlowEdge[] = [];
  let last = { id: "start", outcome: "next" };
  for (let i = 0; i < rungs; i++) {
    const far = Math.floor(i / 2);
    nodes.push(
      {
        id: `c${i}`,
        type: "condition",
        name: `C${i}`,
        config: { branches: [{ join: "and", criteria: [{ left: "{{steps.Start.a}}", operator: ">", right: "5" }] }] },
      },
      { id: `l${i}`, type: "script", name: `L${i}`, config: { code: `return context.steps.${far < i ? `L${far}` : "Start"}` } },
      { id: `r${i}`, type: "script", name: `R${i}`, config: { code: "return 1" } },
      {
        id: `m${i}`,
        type: "api",
        name: `M${i}`,
        config: {
          method: "GET",
          url: `https://example.com/{{steps.C${far}.output}}/{{steps.${far < i ? `M${far}` : "Start"}${far < i ? ".output" : ""}}}`,
        },
      },
    );
    edges.push(
      { from: last.id, outcome: last.outcome, to: `c${i}` },
      { from: `c${i}`, outcome: "if", to: `l${i}` },
      { from: `c${i}`, outcome: "else", to: `r${i}` },
      { from: `l${i}`, outcome: "success", to: `m${i}` },
      { from: `r${i}`, outcome: "success", to: `m${i}` },
    );
    last = { id: `m${i}`, outcome: "success" };
  }
  nodes.push({ id: "end", type: "end", name: "End", config: { outputs: [{ name: "x", value: "{{steps.Start.a}}" }] } });
  edges.push({ from: last.id, outcome: last.outcome, to: "end" });
  return { schemaVersion: 1, inputs: [{ name: "a", type: "number" }], outputs: [], nodes, edges };
}

test("a flow of 1,000 nodes is checked as thoroughly as a small one, and a larger one costs in proportion", () => {
  const time = (rungs: number) => {
    const flow = ladder(rungs);
    let ms = Infinity;
    let problems: unknown[] = [];
    for (let i = 0; i < 5; i++) {
      const begin = performance.now();
      problems = checkFlow(flow, { variables: [] });
      ms = Math.min(ms, performance.now() - begin);
    }
    return { ms, problems };
  };
  const small = time(250);
  const large = time(1_250);
  console.log(`checkFlow, best of five: ${small.ms.toFixed(1)} ms for 1,000 nodes, ${large.ms.toFixed(1)} ms for 5,000`);
  expect(small.problems).toEqual([]);
  expect(large.problems).toEqual([]);
});
