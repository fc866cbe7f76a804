import { describe, expect, it } from "vitest";
import { operatorNames } from "#flow/nodes/operators.ts";
import { summaryOf } from "../../../../web/editor/drawing/card-line.ts";
import { inspectorLabels } from "../../../../web/editor/inspector/inspector-labels.ts";

const card = (operator: string) => {
  const criteria = [{ left: "{{steps.Start.a}}", operator, right: "" }];
  return summaryOf({ id: "c", type: "condition", name: "C", config: { branches: [{ join: "and", criteria }] } }, { inputs: [] });
};

describe("a condition's card", () => {
  it.each(operatorNames.filter((name) => /\w/.test(name)))("says %s as the inspector does", (name) => {
    expect(card(name)).toBe(`a ${inspectorLabels.condition.operators[name]}`);
  });
  it("keeps signs", () => expect(card("<=")).toBe("a <="));
});
