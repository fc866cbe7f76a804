import { describe, expect, test } from "vitest";
import { checkInput, compileInputs } from "#flow/model/check-input.ts";
import type { InputDefinition } from "#flow/model/document.ts";
import { mergeEnds } from "#flow/model/merge-ends.ts";
import { shapeOutput } from "#flow/model/shape-output.ts";

const check = (definitions: InputDefinition[], value: unknown) => checkInput(compileInputs(definitions), value);
const one = (definition: Omit<InputDefinition, "name">, value: unknown) =>
  check([{ name: "x", mandatory: true, ...definition }], { x: value }).ok;
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

describe("an input", () => {
  test.each<[Omit<InputDefinition, "name">, unknown[], unknown[]]>([
    [{ type: "text" }, ["", "a", "😀"], [1, null, true, {}, ["a"]]],
    [{ type: "number" }, [0, -1.5, 1e300], ["1", null, true, [1]]],
    [{ type: "boolean" }, [true, false], ["true", 1, 0, null]],
    [{ type: "enum", values: ["warm", "dry"] }, ["warm", "dry"], ["Warm", "", 1, null, "toString"]],
    [
      { type: "file" },
      ["https://example.com/a.pdf", "HTTP://example.com"],
      ["ftp://example.com/a", "/a.pdf", "https://", "javascript:alert(1)", "data:text/plain,a", 1],
    ],
    [{ type: "json" }, [null, 1, "a", [], {}], []],
    [{ type: "json", schema: { type: "object", required: ["a"] } }, [{ a: 1 }], [{}, [], null]],
  ])("of the kind %j takes exactly its own values, and coerces none", (definition, good, bad) => {
    expect(good.filter((value) => !one(definition, value))).toEqual([]);
    expect(bad.filter((value) => one(definition, value))).toEqual([]);
  });

  test("has every one of its faults listed, with path and sentence", () => {
    const definitions: InputDefinition[] = [
      { name: "a", type: "number", mandatory: true },
      { name: "b", type: "text", mandatory: true },
      { name: "doc", type: "json", schema: { properties: { list: { items: { type: "number" } } } } },
    ];
    expect(check(definitions, { b: 5, doc: { list: [1, "2"] } })).toEqual({
      ok: false,
      issues: [
        { path: "/a", code: "required", message: "The input “a” is missing." },
        { path: "/b", code: "type", message: "The input “b” must be text." },
        { path: "/doc/list/1", code: "type", message: "The value at /list/1 of the input “doc” must be a number." },
      ],
    });
  });

  test("that is left out, or null though it need not be given, has its default", () => {
    const definitions: InputDefinition[] = [
      { name: "tone", type: "enum", values: ["warm", "dry"], default: "warm" },
      { name: "count", type: "number", mandatory: true, default: 3 },
      { name: "note", type: "text" },
    ];
    expect(check(definitions, { note: null })).toEqual({ ok: true, input: { tone: "warm", count: 3, note: null }, warnings: [] });
    expect(check(definitions, { count: null })).toMatchObject({ ok: false });
  });

  test("that is left out and has no default has no key, while null that was sent is kept", () => {
    const definitions: InputDefinition[] = [
      { name: "note", type: "text" },
      { name: "doc", type: "json" },
    ];
    expect(check(definitions, {})).toEqual({ ok: true, input: {}, warnings: [] });
    expect(check(definitions, { doc: null })).toEqual({ ok: true, input: { doc: null }, warnings: [] });
    expect(check([{ name: "note", type: "text", default: null }], {})).toEqual({ ok: true, input: { note: null }, warnings: [] });
  });

  test("that is not declared is kept with a warning", () => {
    expect(check([{ name: "a", type: "number" }], { a: 1, "b/c": 2 })).toEqual({
      ok: true,
      input: { a: 1, "b/c": 2 },
      warnings: [{ path: "/b~1c", code: "unknown_input", message: "There is no input named “b/c”. Its value was not checked." }],
    });
  });

  test.each<[string, unknown]>([
    ["a list", []],
    ["a text", "{}"],
    ["null", null],
    ["a value nested deeper than 64", { doc: nested(64) }],
    ["a key called __proto__", JSON.parse('{"doc": {"__proto__": {"admin": true}}}')],
    ["half a surrogate pair", { doc: "\ud800" }],
    ["half a surrogate pair in a key", { doc: { "\udc00": 1 } }],
  ])("is refused where it is or holds %s", (_, value) => {
    expect(check([{ name: "doc", type: "json" }], value).ok).toBe(false);
  });

  test("nested 64 deep is let in", () => {
    expect(check([{ name: "doc", type: "json" }], { doc: nested(63) }).ok).toBe(true);
  });
});

describe("an output", () => {
  test("of the wrong type is returned with a warning that names its key", () => {
    const definitions = [
      { name: "sum", type: "number" as const },
      { name: "text", type: "string" as const },
      { name: "flag", type: "boolean" as const },
      { name: "any", type: "json" as const },
      { name: "gone", type: "string" as const },
    ];
    expect(shapeOutput(definitions, { sum: "5", text: "a", flag: [], any: [1], extra: 1 })).toEqual({
      output: { sum: "5", text: "a", flag: [], any: [1], gone: null, extra: 1 },
      warnings: [
        { path: "/sum", code: "output_type", message: "The output “sum” should be a number, but is text." },
        { path: "/flag", code: "output_type", message: "The output “flag” should be true or false, but is a list." },
      ],
    });
  });

  test("set by several Ends has the last one's value", () => {
    expect(mergeEnds([{ a: 1, b: 1 }, undefined, { b: 2, c: 2 }])).toEqual({ a: 1, b: 2, c: 2 });
    expect(mergeEnds([JSON.parse('{"__proto__": {"x": 1}}')])).toEqual({});
  });
});
