/**
 * JSON Schema 2020-12, compiled into closures. It is our own because a builder's schema meets a caller's data on shared
 * machines: regular expressions run in linear time, nothing is fetched or generated as code, references that run in
 * circles are refused, and the whole check has a budget. `format` is a note, as the standard's default has it, unless it is
 * to be checked.
 */
import { keywordChecks, type Compile } from "./keywords.ts";
import { JsonSchemaError } from "./json-schema-error.ts";
import { findResources, followReference, isObject, type Resource } from "./resources.ts";
import type { Node } from "./compiled-node.ts";
import { evaluate } from "./evaluate.ts";

/** Takes a schema (an object or a boolean); throws a JsonSchemaError where it cannot be used. */
export function compileJsonSchema(schema: unknown, { checksFormats = false }: { readonly checksFormats?: boolean } = {}): Node {
  const resources = findResources(schema);
  const rootResource = [...resources.byUri.values()][0]!;
  const nodes = new Map<unknown, Node>();
  const pending: (() => void)[] = [];

  const compileAt = (value: unknown, resource: Resource, path: readonly (string | number)[]): Node => {
    if (typeof value === "boolean") return value ? { resource, checks: [], late: [], inPlace: [] } : never(resource);
    if (!isObject(value)) throw new JsonSchemaError(path, "A schema must be an object, true or false.", "Correct this part of the schema.");
    const known = nodes.get(value);
    if (known) return known;
    const at = resources.of.get(value);
    const node: Node = { resource: at?.resource ?? resource, checks: [], late: [], inPlace: [] };
    nodes.set(value, node);
    // Later, not now: a schema nested a thousand deep must not overflow the stack.
    pending.push(() => fill(node, value, at?.path ?? path));
    return node;
  };

  const fill = (node: Node, schemaObject: Record<string, unknown>, path: readonly (string | number)[]): void => {
    const dialect = schemaObject["$schema"];
    if (
      dialect !== undefined &&
      dialect !== "https://json-schema.org/draft/2020-12/schema" &&
      dialect !== "https://json-schema.org/draft/2020-12/schema#"
    ) {
      throw new JsonSchemaError(
        [...path, "$schema"],
        "This is not a JSON Schema 2020-12.",
        "Use JSON Schema 2020-12 and name it in $schema, or leave $schema out.",
      );
    }
    const compile: Compile = {
      schema: schemaObject,
      path,
      checksFormats,
      sub: (value, ...below) => compileAt(value, node.resource, [...path, ...below]),
      inPlace: (value, ...below) => {
        const target = compileAt(value, node.resource, [...path, ...below]);
        node.inPlace.push(target);
        return target;
      },
    };
    for (const keyword of ["$ref", "$dynamicRef"] as const) {
      const reference = schemaObject[keyword];
      if (reference === undefined) continue;
      if (typeof reference !== "string")
        throw new JsonSchemaError([...path, keyword], `${keyword} must be text.`, "Correct the reference.");
      const found = followReference(reference, node.resource, resources, [...path, keyword]);
      const target = compileAt(found.schema, found.resource, [...path, keyword]);
      node.inPlace.push(target);
      const { anchor } = found;
      const isDynamic = keyword === "$dynamicRef" && anchor !== undefined && found.resource.dynamicAnchors.has(anchor);
      const dynamic = isDynamic
        ? new Map(
            [...resources.byUri.values()].flatMap((each) =>
              each.dynamicAnchors.has(anchor) ? [[each, compileAt(each.dynamicAnchors.get(anchor), each, path)] as const] : [],
            ),
          )
        : undefined;
      node.checks.push((value, at, run, seen) => {
        const outermost = dynamic && run.scope.find((each) => dynamic.has(each));
        return seen.take(evaluate((outermost && dynamic.get(outermost)) ?? target, value, at, run));
      });
    }
    for (const [keyword, build] of keywordChecks) {
      if (!Object.hasOwn(schemaObject, keyword)) continue;
      const check = build(compile, schemaObject[keyword]);
      if (check) (keyword.startsWith("unevaluated") ? node.late : node.checks).push(check);
    }
  };

  const root = compileAt(schema, rootResource, []);
  for (let next = pending.pop(); next; next = pending.pop()) next();
  refuseLoops(nodes, resources.of);
  return root;
}

function never(resource: Resource): Node {
  return { resource, checks: [(_value, at, run) => run.fail(at, "not_allowed", "is not allowed here")], late: [], inPlace: [] };
}

/** A schema that leads back to itself without going a step down into the value would never end. */
function refuseLoops(nodes: ReadonlyMap<unknown, Node>, of: ReadonlyMap<object, { readonly path: readonly (string | number)[] }>): void {
  const done = new Set<Node>();
  for (const [schema, first] of nodes) {
    const open = new Set<Node>();
    const stack: { node: Node; next: number }[] = done.has(first) ? [] : [{ node: first, next: 0 }];
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      open.add(top.node);
      const below = top.node.inPlace[top.next++];
      if (!below) {
        open.delete(top.node);
        done.add(top.node);
        stack.pop();
      } else if (open.has(below)) {
        throw new JsonSchemaError(
          of.get(schema as object)?.path ?? [],
          "The schema refers to itself without end.",
          "Use self-references only for parts of the value, for example under properties or items.",
        );
      } else if (!done.has(below)) stack.push({ node: below, next: 0 });
    }
  }
}
