import { describe, expect, it } from "vitest";
import { completeScript } from "../../../../web/editor/inspector/complete-script.ts";

const reach = {
  steps: [
    { name: "Rate", type: "script", always: true },
    { name: "Get order", type: "api", always: true },
    { name: "Start", type: "start", always: true },
  ],
  inputs: [{ name: "total", type: "number" }],
  env: ["REGION"],
  sample: { steps: { Rate: { output: { value: 3 } } } },
};
const labels = (code: string) => completeScript(code, code.length, reach, false)?.options.map(({ label }) => label);

describe("completion in a script", () => {
  it("follows context and env down to the data of the last test run", () => {
    expect(labels("const a = context.")).toEqual(["steps", "env", "run", "trigger"]);
    expect(labels("return context.steps.")).toEqual(["Rate", "Get order", "Start"]);
    expect(labels("return context.steps.Rate.output.")).toEqual(["value"]);
    expect(labels('return context.steps["Get order"]?.output.')).toEqual(["status", "headers", "body"]);
    expect(labels("context.steps.Start.to")).toEqual(["total"]);
    expect(labels("return env.")).toEqual(["REGION"]);
  });

  it("puts names that are no identifiers in brackets", () => {
    const found = completeScript("context.steps.", 14, reach, false);
    expect(found?.options[1]).toMatchObject({ label: "Get order", bracket: '["Get order"]' });
  });

  it("leaves other objects alone", () => {
    expect(labels("items.")).toBeUndefined();
    expect(labels("a")).toBeUndefined();
  });
});
