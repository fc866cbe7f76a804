import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalText } from "#flow/json/canonical-text.ts";
import { diffFlows } from "#flow/diff/diff-flows.ts";
import { isEmptyDiff } from "#flow/diff/flow-diff.ts";
import type { FlowDocument, FlowNode } from "#flow/model/document.ts";
import { firstFlow } from "#flow/templates/first-flow.ts";
import { applyDiff } from "./apply-diff.ts";
import { flows } from "./random-flow.ts";

const shuffled = <Item>(items: readonly Item[]) => fc.shuffledSubarray([...items], { minLength: items.length });
const inAnyOrder = (document: FlowDocument) =>
  Object.fromEntries(
    (["nodes", "edges", "inputs", "outputs", "notes"] as const).map((key) => [
      key,
      (document[key] ?? []).map((item) => canonicalText(item)).toSorted(),
    ]),
  );
const changed = (id: string, change: Partial<FlowNode>): FlowDocument => ({
  ...firstFlow,
  nodes: firstFlow.nodes.map((node) => (node.id === id ? { ...node, ...change } : node)),
});

describe("the difference of two flows", () => {
  it("is empty for a flow and itself in any order, even with doubled ids", () => {
    const twice = flows({ doubles: true }).chain((flow) =>
      fc.tuple(
        fc.constant(flow),
        fc.record({
          schemaVersion: fc.constant(1 as const),
          nodes: shuffled(flow.nodes),
          edges: shuffled(flow.edges),
          inputs: shuffled(flow.inputs),
          outputs: shuffled(flow.outputs),
          notes: shuffled(flow.notes ?? []),
        }),
      ),
    );
    fc.assert(
      fc.property(twice, ([flow, other]) => isEmptyDiff(diffFlows(flow, structuredClone(other)))),
      { numRuns: 300 },
    );
  });

  it("turns the first flow into the second when it is applied", () => {
    const unique = flows({ doubles: false });
    fc.assert(
      fc.property(unique, unique, (before, after) => {
        const diff = diffFlows(before, after);
        expect(inAnyOrder(applyDiff(before, diff))).toEqual(inAnyOrder(after));
        expect(isEmptyDiff(diff)).toBe(canonicalText(inAnyOrder(before)) === canonicalText(inAnyOrder(after)));
      }),
      { numRuns: 1_000 },
    );
  });

  it("takes any two flows that the schema takes", () => {
    const any = flows({ doubles: true });
    fc.assert(
      fc.property(any, any, (before, after) => void diffFlows(before, after)),
      { numRuns: 300 },
    );
  });

  it("tells a rename, a move and a setting apart", () => {
    const { nodes } = diffFlows(firstFlow, changed("end", { name: "Done", position: { x: 1, y: 2 }, timeoutSec: null }));
    expect(nodes).toEqual({
      added: [],
      removed: [],
      changed: [
        {
          id: "end",
          type: "end",
          name: "End",
          renamed: { before: "End", after: "Done" },
          moved: { before: { x: 320, y: 0 }, after: { x: 1, y: 2 } },
          settings: [{ path: "/timeoutSec", after: null }],
        },
      ],
    });
  });

  it("names a setting by its path, with what it was and what it is", () => {
    const after = changed("end", { config: { outputs: [{ name: "result", value: "{{steps.Start.text}}!" }] } });
    expect(diffFlows(firstFlow, after).nodes.changed[0]!.settings).toEqual([
      { path: "/config/outputs/0/value", before: "{{steps.Start.text}}", after: "{{steps.Start.text}}!" },
    ]);
  });

  it("knows a node with another id by its type and name, and its edges with it", () => {
    const after: FlowDocument = {
      ...changed("end", { id: "n2", name: "END" }),
      edges: [{ from: "start", outcome: "next", to: "n2" }],
    };
    const diff = diffFlows(firstFlow, after);
    expect(diff.nodes.changed).toMatchObject([{ id: "end", newId: "n2", renamed: { before: "End", after: "END" }, settings: [] }]);
    expect(diff.edges).toEqual({ added: [], removed: [] });
  });

  it("takes a node of another type under the same id for another node", () => {
    const { added, removed } = diffFlows(firstFlow, changed("end", { type: "script", config: { code: "" } })).nodes;
    expect([added[0]!.type, removed[0]!.type]).toEqual(["script", "end"]);
  });

  it("compares 1,000 nodes in a moment, all of them changed", () => {
    const node = (id: number, code: string): FlowNode => ({ id: `n${id}`, type: "script", name: `Script ${id}`, config: { code } });
    const flow = (code: string): FlowDocument => ({
      ...firstFlow,
      nodes: Array.from({ length: 1_000 }, (_, id) => node(id, `${code}\nreturn ${id}`)),
      edges: Array.from({ length: 1_000 }, (_, id) => ({ from: `n${id}`, outcome: "success", to: `n${id + 1}` })),
    });
    const before = performance.now();
    expect(diffFlows(flow("const a = 1"), flow("const a = 2")).nodes.changed).toHaveLength(1_000);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
