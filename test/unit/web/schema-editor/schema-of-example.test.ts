import { expect, it } from "vitest";
import { checkJson } from "#flow/json-schema/check-json.ts";
import { compileJsonSchema } from "#flow/json-schema/compile-json-schema.ts";
import { schemaOfExample } from "../../../../web/editor/schema/schema-of-example.ts";

const faults = (schema: unknown, value: unknown) => checkJson(compileJsonSchema(schema), value);

it("makes a schema that the example itself fits, and another shape does not", () => {
  const example = { id: 1, tags: ["a"], owner: { name: "Ada", boss: null }, open: true };
  const schema = schemaOfExample(example);
  expect(faults(schema, example)).toEqual([]);
  expect(faults(schema, { ...example, id: "1" })).not.toEqual([]);
  expect(faults(schema, { id: 1 })).not.toEqual([]);
});

it("reads all items of a list, so that a key which some lack is not mandatory", () => {
  const example = {
    lines: [
      { sku: "A", note: "x" },
      { sku: "B", price: 2 },
    ],
  };
  const schema = schemaOfExample(example);
  expect(faults(schema, example)).toEqual([]);
  expect(faults(schema, { lines: [{ sku: "C" }] })).toEqual([]);
  expect(faults(schema, { lines: [{ note: "x" }] })).not.toEqual([]);
  expect(faults(schema, { lines: [{ sku: "C", price: "2" }] })).not.toEqual([]);
});

it("lets null stand where it was seen beside a value, and nothing else", () => {
  const schema = schemaOfExample([{ end: null }, { end: "2026-01-01" }]);
  expect(faults(schema, [{ end: null }, { end: "x" }])).toEqual([]);
  expect(faults(schema, [{ end: 1 }])).not.toEqual([]);
});

it("takes a list of different things, and keys that are all optional where that is asked for", () => {
  const mixed = schemaOfExample([1, "a", [true], { b: 1 }, null]);
  expect(faults(mixed, [1, "a", [true], { b: 1 }, null])).toEqual([]);
  expect(faults(mixed, [[1]])).not.toEqual([]);
  expect(faults(schemaOfExample({ a: 1 }, false), {})).toEqual([]);
});

it("knows nothing of a lone null or an empty list, and takes odd keys as they are", () => {
  expect(schemaOfExample(null)).toEqual({});
  expect(schemaOfExample([])).toEqual({ type: "array" });
  const odd = JSON.parse('{"__proto__":{"a":1},"":2,"a/b~c":[null]}') as unknown;
  expect(faults(schemaOfExample(odd), odd)).toEqual([]);
  expect(faults(schemaOfExample(odd), { ...(odd as object), "": "x" })).not.toEqual([]);
});
