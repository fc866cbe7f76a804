import { pointer } from "../problems/issue.ts";

/** What is wrong with a schema itself; `path` is an RFC 6901 pointer into it. */
export class JsonSchemaError extends Error {
  readonly code = "json_schema_invalid";
  readonly path: string;
  readonly suggestion: string;

  constructor(path: readonly (string | number)[], message: string, suggestion: string) {
    super(message);
    this.name = "JsonSchemaError";
    this.path = pointer(path);
    this.suggestion = suggestion;
  }
}
