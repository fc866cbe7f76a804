import { compileJsonSchema } from "#flow/json-schema/compile-json-schema.ts";
import { findForeignKeywords } from "#flow/json-schema/foreign-keywords.ts";
import { JsonSchemaError } from "#flow/json-schema/json-schema-error.ts";

export interface SchemaFault {
  /** An RFC 6901 pointer into the schema. */
  readonly path: string;
  readonly message: string;
}

/** What keeps a schema from being used, by the checker that also the server uses; undefined where it can be. */
export function findFault(schema: unknown): SchemaFault | undefined {
  try {
    if (schema === undefined) return undefined;
    compileJsonSchema(schema);
    const [foreign] = findForeignKeywords(schema);
    return foreign && { path: foreign.path, message: `${foreign.message} ${foreign.suggestion}` };
  } catch (caught) {
    if (!(caught instanceof JsonSchemaError)) throw caught;
    return { path: caught.path, message: `${caught.message} ${caught.suggestion}` };
  }
}

/** Whether a fault is within the schema that stands at a place. */
export function isWithin(fault: SchemaFault | undefined, place: string): fault is SchemaFault {
  return fault !== undefined && (fault.path === place || fault.path.startsWith(`${place}/`));
}

/** The keyword of the schema at a place that a fault within it goes back to; empty where it is the schema as a whole. */
export function keywordAt({ path }: SchemaFault, place: string): string {
  return path.slice(place.length + 1).split("/")[0] ?? "";
}
