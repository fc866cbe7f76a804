import { expect, it } from "vitest";
import { allTemplates } from "#flow/templates/all-templates.ts";
import { buildInput } from "../../../../web/try-it/build-input.ts";
import { fieldsOf, keepInput, keptInput } from "../../../../web/try-it/kept-input.ts";

it.each(allTemplates)("the fields of $name give its sample input back as it was", ({ flow, sample }) => {
  expect(buildInput(flow.inputs, fieldsOf(flow.inputs, sample))).toEqual({ ok: true, input: sample });
});

it("a value that is left out stays an empty field", () => {
  expect(fieldsOf([{ name: "a", type: "text" }], { a: null })).toEqual({});
});

it("is kept for each workflow by itself", () => {
  keepInput("wf_1", { a: "1" });
  expect([keptInput("wf_1"), keptInput("wf_2")]).toEqual([{ a: "1" }, {}]);
});
