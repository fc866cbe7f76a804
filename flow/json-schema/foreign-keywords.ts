/**
 * Keywords that mean something in another draft of JSON Schema, or in another language that resembles it, and nothing in
 * 2020-12: a schema with one of them says less than its author believes. They are refused when a flow is checked, and not
 * when it runs, so that what was deployed before goes on.
 */
import { pointer } from "../problems/issue.ts";
import { findResources } from "./resources.ts";

export interface ForeignKeyword {
  /** An RFC 6901 pointer into the schema. */
  readonly path: string;
  readonly message: string;
  readonly suggestion: string;
}

const foreign: Readonly<Record<string, string>> = {
  dependencies: "Use dependentRequired for lists of keys and dependentSchemas for schemas.",
  additionalItems: "Use prefixItems for the first items and items for the rest.",
  id: "Use $id.",
  $recursiveRef: "Use $dynamicRef.",
  $recursiveAnchor: "Use $dynamicAnchor.",
  extends: "Use allOf.",
  disallow: "Use not.",
  divisibleBy: "Use multipleOf.",
  optional: "Leave the key out of required.",
  requires: "Use dependentRequired.",
  nullable: 'Add "null" to type, as in ["string", "null"].',
  discriminator: "Use oneOf with a const in each form.",
  instanceof: "Use type.",
  typeof: "Use type.",
  formatMinimum: "Use pattern, or check the value in the flow.",
  formatMaximum: "Use pattern, or check the value in the flow.",
  range: "Use minimum and maximum.",
  exclusiveRange: "Use exclusiveMinimum and exclusiveMaximum.",
  allRequired: "List the keys under required.",
  anyRequired: "Use anyOf with a required in each form.",
  patternRequired: "Use propertyNames, or minProperties with patternProperties.",
  uniqueItemProperties: "Use uniqueItems, or check the items in the flow.",
  transform: "Change the value in the flow.",
};

/** Keywords as they are written, by how they would be written in lower case. */
const known = new Map(
  `type enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems
  uniqueItems maxContains minContains maxProperties minProperties required dependentRequired properties patternProperties
  additionalProperties propertyNames prefixItems items contains allOf anyOf oneOf not if then else dependentSchemas
  unevaluatedItems unevaluatedProperties format $ref $defs $id $anchor`
    .split(/\s+/)
    .map((keyword) => [keyword.toLowerCase(), keyword]),
);
/** Slips that are met often enough to name. */
const slips: Readonly<Record<string, string>> = {
  require: "required",
  property: "properties",
  patternproperty: "patternProperties",
  additionalproperty: "additionalProperties",
  min: "minimum",
  max: "maximum",
  minvalue: "minimum",
  maxvalue: "maximum",
  minsize: "minItems",
  maxsize: "maxItems",
  regex: "pattern",
  regexp: "pattern",
  values: "enum",
  enums: "enum",
  item: "items",
  ref: "$ref",
  defs: "$defs",
};

/** Every such keyword of a schema, in the order of the document; throws a JsonSchemaError where addresses in it are wrong. */
export function findForeignKeywords(schema: unknown): ForeignKeyword[] {
  const found: ForeignKeyword[] = [];
  for (const [each, { path }] of findResources(schema).of) {
    for (const keyword of Object.keys(each)) {
      const advice = adviceFor(keyword, (each as Record<string, unknown>)[keyword]);
      if (advice)
        found.push({
          path: pointer([...path, keyword]),
          message: `"${keyword}" is not a keyword of JSON Schema 2020-12, and would be ignored.`,
          suggestion: advice,
        });
    }
  }
  return found;
}

function adviceFor(keyword: string, setting: unknown): string | undefined {
  // An address of a schema is a text; elsewhere "id" may be anything.
  if (keyword === "id" && typeof setting !== "string") return undefined;
  if (Object.hasOwn(foreign, keyword)) return foreign[keyword];
  const lower = keyword.toLowerCase();
  const meant = known.get(lower) ?? (Object.hasOwn(slips, lower) ? slips[lower] : undefined);
  return meant !== undefined && meant !== keyword ? `Write ${meant}.` : undefined;
}
