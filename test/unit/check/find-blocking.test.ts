import { expect, test } from "vitest";
import { checkFlow } from "#flow/check/check-flow.ts";
import { findBlocking } from "#flow/check/find-blocking.ts";
import type { FlowDocument, FlowEdge, FlowNode } from "#flow/model/document.ts";

/** A row of scripts, each with an error, and without an End. */
function row(count: number): FlowDocument {
  const nodes: FlowNode[] = [{ id: "start", type: "start", name: "Start", config: {} }];
  const edges: FlowEdge[] = [];
  for (let i = 0; i < count; i++) {
    nodes.push({ id: `s${i}`, type: "script", name: `S${i}`, config: { code: "return (" } });
    edges.push({ from: nodes[i]!.id, outcome: i === 0 ? "next" : "success", to: `s${i}` });
  }
  return { schemaVersion: 1, inputs: [], outputs: [], nodes, edges };
}

test("errors on the way to a node block a run as far as it, and an unfinished rest does not", () => {
  const flow = row(4);
  const problems = checkFlow(flow, { variables: [] });
  const blocking = findBlocking(flow, "s1", problems)!;
  expect(blocking.map(({ node, code }) => [node, code])).toEqual([
    ["s0", "script_syntax"],
    ["s1", "script_syntax"],
  ]);
  expect(findBlocking(flow, undefined, problems)!.length).toBeGreaterThan(blocking.length);
  expect(findBlocking(flow, "elsewhere", problems)).toBeUndefined();
});

test("a flow with a problem in each of its 5,000 nodes is judged in the time of a few walks", () => {
  const flow = row(5_000);
  const problems = checkFlow(flow, { variables: [] });
  expect(problems.length).toBeGreaterThan(5_000);
  let reads = 0;
  // Counted instead of timed: the way to the node is walked once, not once for each problem.
  const counted = { ...flow, edges: new Proxy(flow.edges, { get: (edges, key) => (reads++, Reflect.get(edges, key)) }) };
  expect(findBlocking(counted, "s4999", problems)).toHaveLength(5_000);
  expect(reads).toBeLessThan(5 * flow.edges.length);
});
