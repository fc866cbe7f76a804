import { describe, expect, it } from "vitest";
import { stepsBefore } from "../../../../web/editor/inspector/reachable.ts";

const node = (id: string, type: string, config: Record<string, unknown> = {}) => ({ id, type, name: id.toUpperCase(), config });
const edge = (from: string, outcome: string, to: string) => ({ from, outcome, to });
const flow = (edges: { from: string; outcome: string; to: string }[]) => ({
  schemaVersion: 1 as const,
  inputs: [],
  outputs: [],
  nodes: [
    node("start", "start"),
    node("test", "condition", { branches: [{ expression: "true" }] }),
    node("one", "script", { code: "" }),
    node("two", "script", { code: "" }),
    node("end", "end", { outputs: [] }),
  ],
  edges,
});
const branches = [
  edge("start", "next", "test"),
  edge("test", "if", "one"),
  edge("test", "else", "two"),
  edge("one", "success", "end"),
  edge("two", "success", "end"),
];

describe("what a node can refer to", () => {
  it("is what ran on the way to it, the nearest first, and says what may be skipped", () => {
    expect(stepsBefore(flow(branches), "end").map(({ name, always }) => [name, always])).toEqual([
      ["ONE", false],
      ["TWO", false],
      ["TEST", true],
      ["START", true],
    ]);
  });

  it("is nothing of another branch, and nothing behind it", () => {
    expect(stepsBefore(flow(branches), "one").map(({ name }) => name)).toEqual(["TEST", "START"]);
    expect(stepsBefore(flow(branches), "start")).toEqual([]);
  });

  it("is still told where the flow goes in a circle", () => {
    const circle = [...branches, edge("end", "x", "test"), edge("two", "success", "one"), edge("one", "failure", "two")];
    expect(stepsBefore(flow(circle), "one").map(({ name }) => name)).toContain("TWO");
  });
});
