/** Inputs and outputs as JSON Schema 2020-12, and values that fit them; these make API descriptions and forms. */
import type { InputDefinition, OutputDefinition } from "./document.ts";
import { isObject } from "../json-schema/resources.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** One object with a key for each input. Further keys are let through with a warning. */
export function inputSchema(inputs: readonly InputDefinition[]): JsonSchema {
  const mandatory = inputs.filter((input) => input.mandatory && input.default === undefined).map((input) => input.name);
  return {
    type: "object",
    properties: Object.fromEntries(inputs.map((input) => [input.name, schemaOfInput(input)])),
    ...(mandatory.length > 0 ? { required: mandatory } : {}),
  };
}

/** One object with a key for each output; each may be null. */
export function outputSchema(outputs: readonly OutputDefinition[]): JsonSchema {
  const schemaOf = ({ type, description }: OutputDefinition): JsonSchema => ({
    ...(type === "json" ? {} : { type: [type, "null"] }),
    ...(description ? { description } : {}),
  });
  return {
    type: "object",
    properties: Object.fromEntries(outputs.map((output) => [output.name, schemaOf(output)])),
    required: outputs.map((output) => output.name),
  };
}

/** An input that can be sent as it stands: defaults, first choices and plain values. */
export function inputExample(inputs: readonly InputDefinition[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(inputs.map((input) => [input.name, exampleOf(input)]));
}

function schemaOfInput(input: InputDefinition): JsonSchema {
  const about = {
    ...(input.description ? { description: input.description } : {}),
    ...(input.default === undefined ? {} : { default: input.default }),
  };
  const plain = (type: string, more: JsonSchema = {}): JsonSchema => ({ type: input.mandatory ? type : [type, "null"], ...more, ...about });
  switch (input.type) {
    case "text":
      return plain("string");
    case "number":
      return plain("number");
    case "boolean":
      return plain("boolean");
    case "file":
      return plain("string", { format: "uri", pattern: "^[hH][tT][tT][pP][sS]?://" });
    case "enum":
      return { enum: [...(input.values ?? []), ...(input.mandatory ? [] : [null])], ...about };
    case "json": {
      const schema = ownResource(input.schema, input.name);
      if (schema === undefined) return about;
      const whole = isObject(schema) && Object.keys(about).length === 0 ? schema : { allOf: [schema], ...about };
      return input.mandatory ? whole : { anyOf: [whole, { type: "null" }], ...about };
    }
  }
}

/** References in the builder's schema are meant from its own root, so it is given an address of its own. */
function ownResource(schema: unknown, name: string): unknown {
  if (!isObject(schema) || "$id" in schema || !/"\$(ref|dynamicRef)":/.test(JSON.stringify(schema))) return schema;
  return { $id: `urn:millrace:input:${name}`, ...schema };
}

function exampleOf(input: InputDefinition): unknown {
  if (input.default !== undefined) return input.default;
  switch (input.type) {
    case "text":
      return "text";
    case "number":
      return 1;
    case "boolean":
      return true;
    case "enum":
      return input.values?.[0] ?? null;
    case "file":
      return "https://example.com/file.pdf";
    case "json":
      return exampleOfSchema(input.schema, input.schema, 0);
  }
}

/** A guess that fits simple schemas; where it does not, it still shows the shape. */
function exampleOfSchema(schema: unknown, root: unknown, depth: number): unknown {
  if (!isObject(schema) || depth > 8) return schema === undefined || isObject(schema) ? {} : null;
  if (typeof schema["$ref"] === "string") return exampleOfSchema(atPointer(root, schema["$ref"]), root, depth + 1);
  if (Array.isArray(schema["examples"]) && schema["examples"].length > 0) return schema["examples"][0];
  for (const key of ["default", "const"]) if (schema[key] !== undefined) return schema[key];
  if (Array.isArray(schema["enum"])) return schema["enum"][0];
  const type = Array.isArray(schema["type"]) ? schema["type"][0] : schema["type"];
  switch (type ?? (schema["items"] === undefined ? "object" : "array")) {
    case "string":
      return "text";
    case "number":
    case "integer":
      return typeof schema["minimum"] === "number" ? schema["minimum"] : 1;
    case "boolean":
      return true;
    case "null":
      return null;
    case "array":
      return isObject(schema["items"]) ? [exampleOfSchema(schema["items"], root, depth + 1)] : [];
    default:
      return isObject(schema["properties"])
        ? Object.fromEntries(Object.entries(schema["properties"]).map(([key, each]) => [key, exampleOfSchema(each, root, depth + 1)]))
        : {};
  }
}

/** What a reference such as `#/$defs/item` means; undefined for any other kind. */
function atPointer(root: unknown, reference: string): unknown {
  if (!reference.startsWith("#/")) return undefined;
  return reference
    .slice(2)
    .split("/")
    .reduce<unknown>((value, part) => (isObject(value) ? value[part.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined), root);
}
