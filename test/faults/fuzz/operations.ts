/** What an OpenAPI document declares, one operation at a time. */
import type { Schema } from "./from-schema.ts";

interface Parameter {
  readonly $ref?: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly name: string;
  readonly schema?: Schema;
}

interface Declared {
  readonly operationId?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
  readonly responses?: Readonly<Record<string, unknown>>;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly json: Schema | undefined;
  readonly form: Schema | undefined;
  readonly statuses: readonly number[];
}

const methods = ["get", "post", "put", "patch", "delete"];

export function operationsOf(document: OpenApi): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods
      .filter((method) => method in item)
      .map((method) => {
        // The documents are made by our own code; a wrong shape would fail right here.
        const { operationId, parameters = [], requestBody, responses = {} } = item[method] as Declared;
        const shared = (item["parameters"] ?? []) as readonly Parameter[];
        return {
          name: operationId ?? `${method} ${path}`,
          method: method.toUpperCase(),
          path,
          parameters: [...shared, ...parameters].map((one) => (one.$ref ? (lookUp(document, one.$ref) as Parameter) : one)),
          json: requestBody?.content["application/json"]?.schema,
          form: requestBody?.content["multipart/form-data"]?.schema,
          statuses: Object.keys(responses).map(Number),
        };
      }),
  );
}

/** The part of the document at `#/…`. */
export function lookUp(document: unknown, ref: string): unknown {
  return ref
    .slice(2)
    .split("/")
    .reduce((at, key) => (at as Record<string, unknown>)[key.replaceAll("~1", "/").replaceAll("~0", "~")], document);
}
