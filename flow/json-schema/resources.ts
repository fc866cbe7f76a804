import { JsonSchemaError } from "./json-schema-error.ts";

/** A schema with an address of its own: the whole document, or a part with `$id`. */
export interface Resource {
  readonly uri: string;
  readonly root: unknown;
  readonly anchors: Map<string, object>;
  readonly dynamicAnchors: Map<string, object>;
}
export interface Resources {
  readonly byUri: ReadonlyMap<string, Resource>;
  /** The resource that each schema object belongs to, and where it stands in the document. */
  readonly of: ReadonlyMap<object, { readonly resource: Resource; readonly path: readonly (string | number)[] }>;
}

/** Where JSON Schema 2020-12 holds schemas: one, a list of them, or a map of them. */
const single = [
  "additionalProperties",
  "propertyNames",
  "items",
  "contains",
  "not",
  "if",
  "then",
  "else",
  "unevaluatedItems",
  "unevaluatedProperties",
  "contentSchema",
];
const lists = ["allOf", "anyOf", "oneOf", "prefixItems"];
const maps = ["$defs", "definitions", "properties", "patternProperties", "dependentSchemas"];

const base = "https://schema.invalid/";

/** Finds all addresses and anchors of a schema document. */
export function findResources(schema: unknown): Resources {
  const byUri = new Map<string, Resource>();
  const of = new Map<object, { resource: Resource; path: readonly (string | number)[] }>();
  const visit = (value: unknown, above: Resource, path: readonly (string | number)[]): void => {
    if (!isObject(value)) return;
    let resource = above;
    if (typeof value["$id"] === "string" && path.length > 0)
      resource = newResource(resolveUri(value["$id"], above.uri, path), value, byUri, path);
    of.set(value, { resource, path });
    addAnchor(value, "$anchor", resource.anchors, path);
    addAnchor(value, "$dynamicAnchor", resource.anchors, path);
    addAnchor(value, "$dynamicAnchor", resource.dynamicAnchors, path);
    for (const key of single) if (Object.hasOwn(value, key)) visit(value[key], resource, [...path, key]);
    for (const key of lists) {
      const list = Object.hasOwn(value, key) ? value[key] : undefined;
      if (Array.isArray(list)) list.forEach((each, index) => visit(each, resource, [...path, key, index]));
    }
    for (const key of maps) {
      const map = Object.hasOwn(value, key) ? value[key] : undefined;
      if (isObject(map)) for (const [name, each] of Object.entries(map)) visit(each, resource, [...path, key, name]);
    }
  };
  const id = isObject(schema) && typeof schema["$id"] === "string" ? resolveUri(schema["$id"], base, []) : base;
  visit(schema, newResource(id, schema, byUri, []), []);
  return { byUri, of };
}

/** The schema that a reference means, and the resource it stands in. Nothing is ever fetched. */
export function followReference(
  reference: string,
  from: Resource,
  resources: Resources,
  path: readonly (string | number)[],
): { readonly schema: unknown; readonly resource: Resource; readonly anchor?: string } {
  const [uri, fragment = ""] = resolveUri(reference, from.uri, path, true).split("#", 2) as [string, string?];
  const resource = resources.byUri.get(uri);
  if (!resource)
    throw new JsonSchemaError(
      path,
      `The reference “${reference}” points outside this schema.`,
      "Move the referenced schema to $defs and refer to it there.",
    );
  const name = decode(fragment, path);
  if (name !== "" && !name.startsWith("/")) {
    const schema = resource.anchors.get(name);
    if (!schema)
      throw new JsonSchemaError(path, `The reference “${reference}” names an anchor that does not exist.`, "Correct the reference.");
    return { schema, resource, anchor: name };
  }
  let schema: unknown = resource.root;
  for (const part of name === "" ? [] : name.slice(1).split("/")) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    const found = Array.isArray(schema) ? schema[Number(key)] : isObject(schema) && Object.hasOwn(schema, key) ? schema[key] : undefined;
    if (found === undefined) throw new JsonSchemaError(path, `The reference “${reference}” points to nothing.`, "Correct the reference.");
    schema = found;
  }
  return { schema, resource: (isObject(schema) && resources.of.get(schema)?.resource) || resource };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function newResource(uri: string, root: unknown, byUri: Map<string, Resource>, path: readonly (string | number)[]): Resource {
  if (byUri.has(uri)) throw new JsonSchemaError(path, `Two parts of the schema have the same $id.`, "Use a different $id for each part.");
  const resource = { uri, root, anchors: new Map(), dynamicAnchors: new Map() };
  byUri.set(uri, resource);
  return resource;
}

function addAnchor(schema: Record<string, unknown>, key: string, anchors: Map<string, object>, path: readonly (string | number)[]): void {
  const name = schema[key];
  if (typeof name !== "string") return;
  if (anchors.has(name))
    throw new JsonSchemaError([...path, key], `The anchor “${name}” appears twice in the schema.`, "Rename one of them.");
  anchors.set(name, schema);
}

function resolveUri(reference: string, from: string, path: readonly (string | number)[], withFragment = false): string {
  // A URN is not a base against which URL could resolve a bare fragment.
  const resolved = reference.startsWith("#") ? from + reference : parseUri(reference, from, path);
  return withFragment ? resolved : resolved.split("#", 1)[0]!;
}
function parseUri(reference: string, from: string, path: readonly (string | number)[]): string {
  try {
    return new URL(reference, from).href;
  } catch {
    throw new JsonSchemaError(path, `“${reference}” is not a valid URI.`, "Correct the $id or reference.");
  }
}
function decode(fragment: string, path: readonly (string | number)[]): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    throw new JsonSchemaError(path, `“#${fragment}” is not a valid fragment.`, "Correct the reference.");
  }
}
