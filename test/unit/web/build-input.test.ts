import { expect, it } from "vitest";
import { sampleInput } from "../../../web/editor/input/sample-input.ts";
import { snippetOf } from "../../../web/pages/workflow/endpoint/snippets.ts";
import { buildInput, fieldText } from "../../../web/editor/input/build-input.ts";

const inputs = [
  { name: "title", type: "text", mandatory: true },
  { name: "count", type: "number" },
  { name: "loud", type: "boolean" },
  { name: "tone", type: "enum", values: ["warm", "dry"], default: "warm" },
  { name: "extra", type: "json", default: { a: [1] } },
  { name: "photo", type: "file" },
] as const satisfies Parameters<typeof buildInput>[0] extends readonly (infer Input)[] ? readonly Partial<Input>[] : never;
const definitions = inputs as unknown as Parameters<typeof buildInput>[0];

it("sends each value in the type of its input, and leaves out what is empty", () => {
  const fields = { title: " kept as typed ", count: "1e3", loud: "false", tone: "", extra: "[true]", photo: " https://example.com/a.png " };
  expect(buildInput(definitions, fields)).toEqual({
    ok: true,
    input: { title: " kept as typed ", count: 1000, loud: false, extra: [true], photo: "https://example.com/a.png" },
  });
});

it("says everything that is wrong at once, by input", () => {
  const built = buildInput(definitions, { count: "12px", extra: "{", photo: "ftp://example.com" });
  expect(built.ok ? [] : Object.keys(built.errors)).toEqual(["title", "count", "extra", "photo"]);
});

it("begins with the defaults, which read back as the same values", () => {
  const fields = Object.fromEntries(definitions.map((input) => [input.name, fieldText(input)]));
  expect(buildInput(definitions, { ...fields, title: "x" })).toEqual({ ok: true, input: { title: "x", tone: "warm", extra: { a: [1] } } });
});

it("quotes examples so that no value can leave its place in a shell or in code", () => {
  const input = { ...sampleInput(definitions), title: `it's "$(reboot)" \\` };
  const call = { mode: "sync", address: "https://example.com/v1", key: "KEY", input } as const;
  const quoted = /-d '((?:[^']|'\\'')*)'$/.exec(snippetOf("curl", call))?.[1]?.replaceAll(String.raw`'\''`, "'");
  expect(JSON.parse(quoted ?? "")).toEqual({ input });
  expect(snippetOf("javascript", call)).toContain(JSON.stringify(input.title));
  expect(snippetOf("python", call)).toContain('"loud": True');
});
