import { describe, expect, test } from "vitest";
import { checkJson } from "#flow/json-schema/check-json.ts";
import { compileJsonSchema } from "#flow/json-schema/compile-json-schema.ts";

const fits = (schema: unknown, value: unknown) => checkJson(compileJsonSchema(schema), value).length === 0;
const faults = (schema: unknown, value: unknown) =>
  checkJson(compileJsonSchema(schema), value).map(({ path, message }) => `${path} ${message}`);

describe("references", () => {
  const tree = {
    $id: "https://example.com/tree",
    $dynamicAnchor: "node",
    type: "object",
    properties: { data: true, children: { type: "array", items: { $dynamicRef: "#node" } } },
  };
  const strictTree = {
    $id: "https://example.com/strict-tree",
    $dynamicAnchor: "node",
    $ref: "tree",
    unevaluatedProperties: false,
    $defs: { tree },
  };

  test("a dynamic reference means the outermost anchor of its name", () => {
    expect(fits(tree, { children: [{ daat: 1 }] })).toBe(true);
    expect(fits(strictTree, { children: [{ daat: 1 }] })).toBe(false);
    expect(fits(strictTree, { children: [{ data: 1 }] })).toBe(true);
  });

  test.each([
    ["a pointer", { $defs: { n: { type: "integer" } }, $ref: "#/$defs/n" }],
    ["a pointer with escapes", { $defs: { "a/b~c%": { type: "integer" } }, $ref: "#/$defs/a~1b~0c%25" }],
    ["an anchor", { $defs: { n: { $anchor: "number", type: "integer" } }, $ref: "#number" }],
    ["an $id inside the schema", { $defs: { n: { $id: "urn:example:number", type: "integer" } }, $ref: "urn:example:number" }],
    [
      "an anchor in a part with an $id of its own",
      { $id: "https://example.com/a", $defs: { n: { $id: "b", $defs: { x: { $anchor: "n", type: "integer" } } } }, $ref: "b#n" },
    ],
    ["the older place for definitions", { definitions: { n: { type: "integer" } }, $ref: "#/definitions/n" }],
    ["a chain of references", { $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/c" }, c: { type: "integer" } }, $ref: "#/$defs/a" }],
  ])("%s is followed", (_, schema) => {
    expect([fits(schema, 1), fits(schema, "1")]).toEqual([true, false]);
  });

  test("stands beside other keywords, and its findings count for unevaluatedProperties", () => {
    const schema = {
      $defs: { a: { properties: { a: { type: "integer" } } } },
      $ref: "#/$defs/a",
      unevaluatedProperties: false,
      required: ["a"],
    };
    expect([fits(schema, { a: 1 }), fits(schema, {}), fits(schema, { a: 1, b: 2 })]).toEqual([true, false, false]);
  });

  test("a schema may refer to itself for parts of the value", () => {
    const list = { type: "object", properties: { next: { $ref: "#" } }, additionalProperties: false };
    expect([fits(list, { next: { next: {} } }), fits(list, { next: { nxt: {} } })]).toEqual([true, false]);
  });
});

describe("refuses a schema", () => {
  test.each([
    ["that refers to another server", { $ref: "https://example.com/other.json" }, "", /points outside/],
    ["that refers to the metaschema", { $ref: "https://json-schema.org/draft/2020-12/schema" }, "", /points outside/],
    ["whose reference finds nothing", { properties: { a: { $ref: "#/$defs/x" } } }, "/properties/a/$ref", /points to nothing/],
    ["that refers to itself in place", { $ref: "#" }, "", /without end/],
    [
      "whose parts refer to one another in place",
      { $defs: { a: { allOf: [{ $ref: "#/$defs/b" }] }, b: { anyOf: [{ $ref: "#/$defs/a" }] } }, $ref: "#/$defs/a" },
      "",
      /without end/,
    ],
    ["of another draft", { $schema: "http://json-schema.org/draft-07/schema#" }, "/$schema", /2020-12/],
    ["with an unknown type", { properties: { a: { type: "int" } } }, "/properties/a/type", /must be one of/],
    ["with a list under items", { items: [{}] }, "/items", /prefixItems/],
    ["with a pattern that needs backtracking", { pattern: "(a)\\1" }, "/pattern", /is not valid/],
    ["with a bad pattern as a key", { patternProperties: { "(?=a)": true } }, "/patternProperties", /is not valid/],
    ["that is no schema", 5, "", /object, true or false/],
    ["with a bound that is no number", { maxLength: "5" }, "/maxLength", /must be a number/],
  ])("%s", (_, schema, path, message) => {
    let thrown: unknown;
    try {
      compileJsonSchema(schema);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: "json_schema_invalid", message: expect.stringMatching(message) });
    if (path !== "") expect(thrown).toMatchObject({ path });
  });
});

describe("stays quick", () => {
  const timed = (work: () => unknown) => {
    const begin = performance.now();
    const result = work();
    return { result, ms: performance.now() - begin };
  };

  test("with a pattern that makes other engines backtrack for ever", () => {
    const { result, ms } = timed(() => fits({ pattern: "^(a+)+$" }, `${"a".repeat(50_000)}!`));
    expect(result).toBe(false);
    expect(ms).toBeLessThan(2_000);
  });

  test("with references that double the work at every level", () => {
    const levels = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`l${i}`, { allOf: [{ $ref: `#/$defs/l${i + 1}` }, { $ref: `#/$defs/l${i + 1}` }] }]),
    );
    const { result, ms } = timed(() => faults({ $defs: { ...levels, l40: { type: "integer" } }, $ref: "#/$defs/l0" }, 1));
    expect(result).toEqual([" takes too much work to check against its schema"]);
    expect(ms).toBeLessThan(3_000);
  });

  test("with a dynamic reference in a circle that only the run shows", () => {
    const schema = {
      $id: "https://example.com/a",
      $dynamicAnchor: "x",
      $ref: "b",
      $defs: { b: { $id: "b", allOf: [{ $dynamicRef: "c#x" }], $defs: { c: { $id: "c", $dynamicAnchor: "x" } } } },
    };
    expect(faults(schema, 1)).toEqual([" takes too much work to check against its schema"]);
  });

  test("with ten thousand items that must differ", () => {
    const items = Array.from({ length: 10_000 }, (_, i) => ({ i }));
    const { result, ms } = timed(() => fits({ uniqueItems: true }, items));
    expect(result).toBe(true);
    expect(ms).toBeLessThan(1_000);
  });
});

describe("single rules", () => {
  test.each([
    ["a number without a fraction is an integer", { type: "integer" }, 1.0, true],
    ["multiples are exact", { multipleOf: 0.0001 }, 0.0075, true],
    ["multiples are exact the other way too", { multipleOf: 0.0001 }, 0.00751, false],
    ["huge numbers have multiples", { multipleOf: 0.5 }, 1e308, true],
    ["length counts characters, not UTF-16 units", { maxLength: 1 }, "😀", true],
    ["format is a note, as the draft's default has it", { format: "email" }, "no address", true],
    ["objects are equal in any order of keys", { const: { a: 1, b: [2] } }, { b: [2], a: 1 }, true],
    ["false is not zero", { enum: [0] }, false, false],
    [
      "items that are equal are not unique",
      { uniqueItems: true },
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      false,
    ],
    ["1 and true are different items", { uniqueItems: true }, [1, true], true],
    ["minContains 0 makes contains hold", { contains: { const: 1 }, minContains: 0 }, [], true],
    ["unknown keywords do nothing", { colour: "red" }, 1, true],
    ["a key named like one of Object's is an ordinary key", { required: ["toString"] }, {}, false],
    ["properties named like one of Object's are checked", { properties: { constructor: { type: "number" } } }, { constructor: "x" }, false],
    ["contains counts for unevaluatedItems", { contains: { type: "string" }, unevaluatedItems: { type: "number" } }, ["a", 1], true],
    [
      "a failed branch leaves nothing evaluated",
      { anyOf: [{ properties: { a: { type: "string" } } }, true], unevaluatedProperties: false },
      { a: 1 },
      false,
    ],
  ])("%s", (_, schema, value, expected) => {
    expect(fits(schema, value)).toBe(expected);
  });

  test("every fault is listed, with its place and in words", () => {
    const schema = {
      type: "object",
      required: ["id"],
      properties: { tags: { type: "array", items: { type: "string", maxLength: 3 } }, "a/b": { minimum: 5 } },
      additionalProperties: false,
    };
    expect(faults(schema, { tags: ["abcd", 1], "a/b": 1, more: true })).toEqual([
      "/id is missing",
      "/tags/0 must have at most 3 characters",
      "/tags/1 must be text",
      "/a~1b must be at least 5",
      "/more is not allowed here",
    ]);
  });
});
