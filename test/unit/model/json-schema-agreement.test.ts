import { Validator } from "@cfworker/json-schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkJson } from "#flow/json-schema/check-json.ts";
import { compileJsonSchema } from "#flow/json-schema/compile-json-schema.ts";

const names = fc.constantFrom("a", "b", "c");
const scalar = fc.oneof(
  fc.constantFrom(null, true, false, "", "a", "ab", "😀"),
  fc.integer({ min: -2, max: 4 }),
  fc.constantFrom(0.5, 1.5),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(names, tie("any"), { maxKeys: 3 }),
  ),
})).any;

const small = fc.integer({ min: 0, max: 3 });
const schema = fc.letrec((tie) => {
  const one = tie("schema");
  const some = fc.array(one, { minLength: 1, maxLength: 3 });
  return {
    schema: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.boolean(),
      fc.record({ type: fc.constantFrom("string", "number", "integer", "boolean", "null", "array", "object") }),
      fc.record({ type: fc.constant(["string", "array"]) }),
      fc.record({ enum: fc.array(value, { minLength: 1, maxLength: 3 }) }),
      fc.record({ const: value }),
      fc.record(
        { minimum: small, maximum: small, exclusiveMinimum: small, exclusiveMaximum: small, multipleOf: fc.constantFrom(1, 2, 0.5) },
        { requiredKeys: [] },
      ),
      fc.record({ minLength: small, maxLength: small, pattern: fc.constantFrom("^a", "b$", "a.?b") }, { requiredKeys: [] }),
      fc.record(
        {
          prefixItems: some,
          items: one,
          contains: one,
          minContains: small,
          maxContains: small,
          minItems: small,
          maxItems: small,
          uniqueItems: fc.boolean(),
          unevaluatedItems: one,
        },
        { requiredKeys: [] },
      ),
      fc.record(
        {
          properties: fc.dictionary(names, one, { maxKeys: 2 }),
          patternProperties: fc.dictionary(fc.constantFrom("^a", "[bc]"), one, { maxKeys: 1 }),
          additionalProperties: one,
          propertyNames: fc.record({ enum: fc.constant(["a", "b"]) }),
          required: fc.uniqueArray(names, { maxLength: 2 }),
          dependentRequired: fc.record({ a: fc.constant(["b"]) }),
          dependentSchemas: fc.record({ b: one }),
          minProperties: small,
          maxProperties: small,
          unevaluatedProperties: one,
        },
        { requiredKeys: [] },
      ),
      fc.record({ allOf: some, anyOf: some, oneOf: some, not: one, if: one, then: one, else: one }, { requiredKeys: [] }),
      fc.record(
        { allOf: some, properties: fc.dictionary(names, one, { maxKeys: 2 }), unevaluatedProperties: fc.boolean() },
        { requiredKeys: ["allOf"] },
      ),
      fc.record({ anyOf: some, prefixItems: some, unevaluatedItems: fc.boolean() }, { requiredKeys: ["anyOf"] }),
    ),
  };
}).schema;

test("agrees with another implementation of JSON Schema 2020-12", () => {
  let fits = 0;
  let not = 0;
  fc.assert(
    fc.property(schema, fc.array(value, { minLength: 4, maxLength: 8 }), (given, values) => {
      const ours = compileJsonSchema(given);
      // The other one writes into the schema that it is given.
      const theirs = new Validator(structuredClone(given) as boolean, "2020-12", false);
      for (const each of values) {
        const expected = theirs.validate(each).valid;
        if (expected) fits++;
        else not++;
        expect([each, checkJson(ours, each).length === 0]).toEqual([each, expected]);
      }
    }),
    { numRuns: 4_000 },
  );
  expect(Math.min(fits, not)).toBeGreaterThan(1_000);
});
