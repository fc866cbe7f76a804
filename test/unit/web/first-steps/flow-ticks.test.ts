import { expect, it } from "vitest";
import { firstFlow } from "#flow/templates/first-flow.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import { ticksOfFlow } from "../../../../web/pages/workflow/first-steps/flow-ticks.ts";

const script = (code: string, name = "Script") => ({ id: "s", type: "script", name, config: { code } });
const answering = (value: string) => ({
  ...firstFlow.nodes[1]!,
  config: { outputs: [{ name: "result", value }] },
});
const flow = (nodes: FlowDocument["nodes"], edges: FlowDocument["edges"]): FlowDocument => ({ ...firstFlow, nodes, edges });
const start = firstFlow.nodes[0]!;
const through = [
  { from: "start", outcome: "next", to: "s" },
  { from: "s", outcome: "success", to: "end" },
];

it("nothing is done in a flow as it comes", () => {
  expect(ticksOfFlow(firstFlow)).toEqual([]);
});

it("a node that leads nowhere is added but not connected", () => {
  const nodes = [start, script("return {};"), answering("{{steps.Start.text}}")];
  expect(ticksOfFlow(flow(nodes, firstFlow.edges))).toEqual(["add"]);
  expect(ticksOfFlow(flow(nodes, [...firstFlow.edges, through[0]!]))).toEqual(["add"]);
  expect(ticksOfFlow(flow(nodes, through))).toEqual(["add", "connect"]);
});

it("the input is used once the node reads it and End answers with the node, under any name", () => {
  const reads = 'return "Hello, " + context.steps.Start.text';
  const end = answering("{{steps.Script.output}}");
  expect(ticksOfFlow(flow([start, script(reads), answering("{{steps.Start.text}}")], through))).not.toContain("use");
  expect(ticksOfFlow(flow([start, script("return 1"), end], through))).not.toContain("use");
  expect(ticksOfFlow(flow([start, script(reads), end], through))).toContain("use");
  expect(ticksOfFlow(flow([start, script(reads, "Say hello"), answering("{{steps.`Say hello`.output}}!")], through))).toContain("use");
});
