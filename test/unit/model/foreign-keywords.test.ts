import { describe, expect, test } from "vitest";
import { checkFlow } from "#flow/check/check-flow.ts";
import { checkInput, compileInputs } from "#flow/model/check-input.ts";
import { findForeignKeywords } from "#flow/json-schema/foreign-keywords.ts";
import { firstFlow } from "#flow/templates/first-flow.ts";

describe("a keyword that JSON Schema 2020-12 does not have", () => {
  test.each<[unknown, string, string]>([
    [{ type: "object", dependencies: { a: ["b"] } }, "/dependencies", "dependentRequired"],
    [{ items: true, additionalItems: false }, "/additionalItems", "prefixItems"],
    [{ properties: { a: { type: "string", nullable: true } } }, "/properties/a/nullable", '"null"'],
    [{ id: "https://example.com/a" }, "/id", "$id"],
    [{ anyOf: [{ divisibleBy: 2 }] }, "/anyOf/0/divisibleBy", "multipleOf"],
    [{ $defs: { a: { disallow: "string" } } }, "/$defs/a/disallow", "not"],
    [{ $recursiveRef: "#" }, "/$recursiveRef", "$dynamicRef"],
    [{ oneOf: [true], discriminator: { propertyName: "kind" } }, "/discriminator", "oneOf"],
    [{ minlength: 2 }, "/minlength", "Write minLength."],
    [{ additionalproperties: false }, "/additionalproperties", "Write additionalProperties."],
    [{ items: { max: 3 } }, "/items/max", "Write maximum."],
  ])("is refused when a flow is checked: %j", (schema, path, advice) => {
    expect(findForeignKeywords(schema)).toEqual([
      { path, message: expect.stringContaining("is not a keyword"), suggestion: expect.stringContaining(advice) },
    ]);
    const flow = { ...firstFlow, inputs: [{ name: "doc", type: "json" as const, schema }] };
    expect(checkFlow(flow, { variables: [] }).filter(({ code }) => code === "input_schema_invalid")).toEqual([
      expect.objectContaining({ path: `/inputs/0/schema${path}`, suggestion: expect.stringContaining(advice) }),
    ]);
  });

  test("goes on being ignored in a version that was deployed before", () => {
    const compiled = compileInputs([{ name: "doc", type: "json", schema: { dependencies: { a: ["b"] } } }]);
    expect(checkInput(compiled, { doc: { a: 1 } }).ok).toBe(true);
  });

  test.each([
    { properties: { id: { type: "string" }, dependencies: true, max: true, nullable: true } },
    { const: { dependencies: 1 }, examples: [{ nullable: true }], default: { id: "a" } },
    { title: "A", description: "b", $comment: "c", "x-order": 1, deprecated: true, contentEncoding: "base64" },
  ])("is none where it names data or is a note: %j", (schema) => {
    expect(findForeignKeywords(schema)).toEqual([]);
  });
});

describe("format", () => {
  const sent = (checkFormats: boolean | undefined, value: unknown) =>
    checkInput(
      compileInputs([
        {
          name: "mail",
          type: "json",
          schema: { type: "string", format: "email" },
          ...(checkFormats === undefined ? {} : { checkFormats }),
        },
      ]),
      { mail: value },
    );

  test("is checked where the input says so, and says what is wanted", () => {
    expect(sent(true, "ada@example.com").ok).toBe(true);
    expect(sent(true, "ada")).toEqual({
      ok: false,
      issues: [{ path: "/mail", code: "format", message: "The input “mail” must be an e-mail address." }],
    });
  });

  test("is a note where the input does not say so, as in documents that are older than the option", () => {
    expect(sent(undefined, "ada").ok).toBe(true);
    expect(sent(false, "ada").ok).toBe(true);
  });
});
