import { expect, it } from "vitest";
import { checkJson } from "../../../../flow/model/json-schema/check-json.ts";
import { compileJsonSchema } from "../../../../flow/model/json-schema/compile-json-schema.ts";
import { schemaOfExample } from "../../../../web/inspector/schema-of-example.ts";

it("makes a schema that the example itself fits, and another shape does not", () => {
  const example = { id: 1, tags: ["a"], owner: { name: "Ada", boss: null }, open: true };
  const schema = compileJsonSchema(schemaOfExample(example));
  expect(checkJson(schema, example)).toEqual([]);
  expect(checkJson(schema, { ...example, id: "1" })).not.toEqual([]);
  expect(checkJson(schema, { id: 1 })).not.toEqual([]);
});
