import { expect, it } from "vitest";
import { diffFlows } from "../../../../flow/diff/diff-flows.ts";
import type { FlowDocument } from "../../../../flow/model/document.ts";
import { edgeKey } from "../../../../web/editor/drawing/flow-marks.ts";
import { marksOf } from "../../../../web/pages/workflow/versions/compared-flows.ts";

const flow = (nodes: FlowDocument["nodes"], edges: FlowDocument["edges"]): FlowDocument => ({
  schemaVersion: 1,
  inputs: [],
  outputs: [],
  nodes,
  edges,
});
const script = (id: string, name: string, code: string) => ({ id, type: "script" as const, name, config: { code } });

it("marks each side by its own ids, also where a node has got another id", () => {
  const before = flow(
    [script("a", "Keep", "1"), script("b", "Change", "1"), script("c", "Drop", "1")],
    [
      { from: "a", outcome: "success", to: "b" },
      { from: "b", outcome: "success", to: "c" },
    ],
  );
  const after = flow(
    [script("a", "Keep", "1"), script("b2", "Change", "2"), script("d", "New", "1")],
    [
      { from: "a", outcome: "success", to: "b2" },
      { from: "b2", outcome: "success", to: "d" },
    ],
  );
  const marks = marksOf(diffFlows(before, after), before);
  expect([...marks.before.nodes]).toEqual([
    ["c", "removed"],
    ["b", "changed"],
  ]);
  expect([...marks.after.nodes]).toEqual([
    ["d", "added"],
    ["b2", "changed"],
  ]);
  expect([...marks.before.edges.keys()]).toEqual([edgeKey({ from: "b", outcome: "success", to: "c" })]);
  expect([...marks.after.edges.keys()]).toEqual([edgeKey({ from: "b2", outcome: "success", to: "d" })]);
});

it("leaves a node alone that was only moved", () => {
  const here = flow([{ ...script("a", "Keep", "1"), position: { x: 0, y: 0 } }], []);
  const there = flow([{ ...script("a", "Keep", "1"), position: { x: 9, y: 0 } }], []);
  const marks = marksOf(diffFlows(here, there), here);
  expect(marks.before.nodes.size + marks.after.nodes.size).toBe(0);
});
