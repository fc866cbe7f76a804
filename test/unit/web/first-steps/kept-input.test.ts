import { expect, it } from "vitest";
import { allTemplates } from "#flow/templates/all-templates.ts";
import { exampleInput } from "../../../../web/pages/workflow/endpoint/example-input.ts";
import { buildInput } from "../../../../web/editor/input/build-input.ts";
import { fieldsOf, keepInput, keptInput } from "../../../../web/editor/input/kept-input.ts";

it.each(allTemplates)("the fields of $name give its sample input back as it was", ({ flow, sample }) => {
  expect(buildInput(flow.inputs, fieldsOf(flow.inputs, sample))).toEqual({ ok: true, input: sample });
});

it("a value that is left out stays an empty field", () => {
  expect(fieldsOf([{ name: "a", type: "text" }], { a: null })).toEqual({});
});

it("is what examples show, until the inputs are others", () => {
  const inputs = [{ name: "a", type: "number", mandatory: true }] as const;
  expect(exampleInput("wf_3", [...inputs])).toEqual({ a: 1 });
  keepInput("wf_3", { a: "7", gone: "x" });
  expect(exampleInput("wf_3", [...inputs])).toEqual({ a: 7 });
  expect(exampleInput("wf_3", [...inputs, { name: "b", type: "boolean", mandatory: true }])).toEqual({ a: 1, b: true });
});

it("is kept for each workflow by itself", () => {
  keepInput("wf_1", { a: "1" });
  expect([keptInput("wf_1"), keptInput("wf_2")]).toEqual([{ a: "1" }, {}]);
});
