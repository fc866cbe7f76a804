import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { callOpenApi, type CallOpenApiAbout } from "#flow/contract/call-openapi.ts";
import { checkInput, compileInputs } from "#flow/model/check-input.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import { inputExample, inputSchema } from "#flow/model/field-schema.ts";
import { checkJson } from "#flow/json-schema/check-json.ts";
import { compileJsonSchema } from "#flow/json-schema/compile-json-schema.ts";

const document: FlowDocument = {
  schemaVersion: 1,
  inputs: [
    { name: "title", type: "text", mandatory: true, description: "What it is about" },
    { name: "count", type: "number" },
    { name: "urgent", type: "boolean", default: false },
    { name: "tone", type: "enum", values: ["warm", "dry"], mandatory: true },
    { name: "file", type: "file" },
    {
      name: "doc",
      type: "json",
      mandatory: true,
      schema: {
        type: "object",
        properties: { list: { type: "array", items: { $ref: "#/$defs/item" } } },
        $defs: { item: { type: "integer" } },
      },
    },
    { name: "anything", type: "json" },
  ],
  outputs: [
    { name: "text", type: "string" },
    { name: "more", type: "json" },
  ],
  nodes: [],
  edges: [],
};
const about = (async: Partial<CallOpenApiAbout["settings"]["async"]> = {}): CallOpenApiAbout => ({
  workflowId: "wf_1",
  name: "Example",
  description: "",
  baseUrl: "http://localhost:8787",
  settings: { sync: { timeoutSec: 180 }, async: { enabled: true, callbackUrl: null, timeoutSec: 180, ...async } },
});
// The shape is what the validator vouches for.
const describeCalls = (given: CallOpenApiAbout) =>
  callOpenApi(document, given) as {
    paths: Record<string, object>;
    webhooks?: object;
    components: { schemas: Record<string, { properties: object; required?: string[] }> };
  };

describe("the description of a workflow's calls", () => {
  test.each([
    ["with push", about({ callbackUrl: "https://example.com/hook" })],
    ["without push", about()],
    ["with async turned off and no time limit", about({ enabled: false, timeoutSec: null })],
  ])("is a valid OpenAPI 3.1 document %s", async (_, given) => {
    const validator = new Validator();
    const result = await validator.validate({ ...callOpenApi(document, given) });
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
    expect(validator.version).toBe("3.1");
  });

  test("lists the calls that the endpoint has, and only these", () => {
    const calls = (given: CallOpenApiAbout) =>
      Object.keys(describeCalls(given).paths).map((path) => path.replace("/v1/workflows/wf_1/", ""));
    expect(calls(about({ callbackUrl: "https://example.com/hook" }))).toEqual([
      "sync",
      "async",
      "push",
      "runs/{runId}",
      "runs/{runId}/events",
      "runs/{runId}/cancel",
      "runs/{runId}/deliveries",
      "runs/{runId}/redeliver",
    ]);
    expect(calls(about())).not.toContain("push");
    expect(describeCalls(about()).webhooks).toBeUndefined();
    expect(calls(about({ enabled: false, callbackUrl: "https://example.com/hook" }))).toEqual([
      "sync",
      "async",
      "runs/{runId}",
      "runs/{runId}/events",
      "runs/{runId}/cancel",
    ]);
  });

  test("has every input and output of the version", () => {
    const { Input, Output } = describeCalls(about()).components.schemas;
    expect(Object.keys(Input!.properties)).toEqual(document.inputs.map(({ name }) => name));
    expect(Input!.required).toEqual(["title", "tone", "doc"]);
    expect(Object.keys(Output!.properties)).toEqual(["text", "more"]);
  });
});

test("the example input can be sent as it stands", () => {
  expect(checkInput(compileInputs(document.inputs), inputExample(document.inputs))).toMatchObject({ ok: true, warnings: [] });
});

test("the described schema and the check of a call agree", () => {
  const schema = compileJsonSchema(inputSchema(document.inputs));
  const compiled = compileInputs(document.inputs);
  const fine = { title: "a", tone: "dry", doc: { list: [1] } };
  const sent: unknown[] = [
    fine,
    { ...fine, count: null, file: null, anything: [1] },
    { ...fine, title: 5 },
    { ...fine, tone: "loud" },
    { ...fine, doc: { list: ["x"] } },
    { ...fine, file: "ftp://x" },
    { ...fine, count: "1" },
    { tone: "dry", doc: {} },
    { ...fine, more: 1 },
    [],
  ];
  for (const value of sent) expect([value, checkJson(schema, value).length === 0]).toEqual([value, checkInput(compiled, value).ok]);
});
