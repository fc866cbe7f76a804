import { describe, expect, it } from "vitest";
import type { FlowDocument } from "../../../../flow/model/document.ts";
import { applyChange } from "../../../../web/editor/document/changes.ts";
import { branchesOf, raiseBranch, removeBranch } from "../../../../web/editor/inspector/change-branches.ts";

const node = {
  id: "c",
  type: "condition",
  name: "C",
  config: { branches: [{ expression: "a" }, { expression: "b" }, { expression: "c" }] },
};
const target = (id: string) => ({ id, type: "end", name: id, config: {} });
const document = {
  schemaVersion: 1 as const,
  inputs: [],
  outputs: [],
  nodes: [node, target("x"), target("y"), target("z"), target("w")],
  edges: [
    { from: "c", outcome: "if", to: "x" },
    { from: "c", outcome: "elseif:1", to: "y" },
    { from: "c", outcome: "elseif:2", to: "z" },
    { from: "c", outcome: "else", to: "w" },
  ],
};
const after = (changes: ReturnType<typeof removeBranch>) => {
  let now: FlowDocument = document;
  for (const change of changes) now = applyChange(now, change, (each) => each)?.document ?? now;
  const ways = Object.fromEntries(now.edges.map(({ outcome, to }) => [outcome, to]));
  return { branches: branchesOf(now.nodes[0]!).map(({ expression }) => expression), ways };
};

describe("changing a condition's branches", () => {
  it("takes the edges of later branches along when one goes", () => {
    expect(after(removeBranch(document, node, 1))).toEqual({ branches: ["a", "c"], ways: { if: "x", "elseif:1": "z", else: "w" } });
    expect(after(removeBranch(document, node, 0))).toEqual({ branches: ["b", "c"], ways: { if: "y", "elseif:1": "z", else: "w" } });
  });

  it("lets each branch keep its edges when one is tried earlier", () => {
    expect(after(raiseBranch(document, node, 1))).toEqual({
      branches: ["b", "a", "c"],
      ways: { if: "y", "elseif:1": "x", "elseif:2": "z", else: "w" },
    });
  });
});
