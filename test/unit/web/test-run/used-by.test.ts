import { describe, expect, it } from "vitest";
import { usedBy } from "../../../../web/editor/test-run/used-by.ts";

const flow = {
  schemaVersion: 1 as const,
  inputs: ["a", "b", "first name"].map((name) => ({ name, type: "text" as const, mandatory: true })),
  outputs: [],
  nodes: [
    { id: "s", type: "start", name: "Start", config: {} },
    { id: "g", type: "api", name: "Get order", config: {} },
    { id: "x", type: "script", name: "Sum", config: {} },
  ],
  edges: [],
};
const used = (text: unknown) => {
  const { steps, inputs } = usedBy([{ id: "n", type: "script", name: "Node", config: { code: text } }], flow);
  return [[...steps], [...inputs]];
};

describe("what a node reads", () => {
  it.each([
    ["nothing", "return 1", [[], []]],
    ["one input", "{{steps.Start.a}}", [[], ["a"]]],
    ["an input in brackets", 'context.steps["Start"]["first name"]', [[], ["first name"]]],
    ["an input in ticks", "steps.Start.`first name`", [[], ["first name"]]],
    ["an input behind a question mark", "context.steps.Start?.b", [[], ["b"]]],
    ["a step", "steps.`Get order`.output.body", [["g"], []]],
    ["a step and an input", "context.steps.Sum.output + context.steps.Start.a", [["x"], ["a"]]],
    ["something in a list of settings", [{ left: "{{steps.Start.b}}" }], [[], ["b"]]],
  ])("is %s", (_, text, expected) => expect(used(text)).toEqual(expected));

  it.each([
    ["whole", "return context.steps.Start"],
    ["taken apart, without a semicolon", "const { a } = context.steps.Start\n return a"],
    ["taken apart", "const { a } = context.steps.Start; return a"],
    ["in a block", "steps.Start.(a & b)"],
    ["by a name that is made", "context.steps.Start[name]"],
  ])("is every input where the Start is taken %s", (_, text) => expect(used(text)[1]).toEqual(["a", "b", "first name"]));

  it.each(["return Object.keys(context.steps)", "{{ steps }}", "context.steps[name]"])(
    "is everything where it cannot be told: %s",
    (text) =>
      expect(used(text)).toEqual([
        ["g", "x"],
        ["a", "b", "first name"],
      ]),
  );

  it("is not what only begins like a name", () => expect(used("context.steps.Summary.output; steps.Starter.a")).toEqual([[], []]));
});
