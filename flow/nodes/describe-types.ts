/**
 * A node type for the pages, and its form, read from its declaration: the zod schema of its settings gives the fields, `meta` their
 * words, `textKind` how a text is read. What has no field of its own kind is edited as JSON, so that no setting of any
 * type is ever out of reach.
 */
import type * as z from "zod";
import type { NodeDeclaration } from "./node.ts";
import type { NodeFace } from "./node-face.ts";
import { declarations } from "./registry.ts";

interface Shared {
  /** Below the node's config. */
  path: readonly string[];
  title: string;
  description: string | undefined;
  mandatory: boolean;
}
export type FormField = Shared &
  (
    | { kind: "template" | "expression" | "script" | "plain" | "value" | "numberOrTemplate" | "switch" | "json" }
    | { kind: "number"; min: number | undefined; max: number | undefined }
    | { kind: "select"; choices: readonly string[] }
    /** A list of objects whose fields are texts, such as name and value. */
    | { kind: "rows"; columns: readonly FormField[] }
    | { kind: "group"; fields: readonly FormField[] }
  );

/** What is read here of a schema's definition (zod 4). */
interface Definition {
  type: string;
  innerType?: z.ZodType;
  shape?: Readonly<Record<string, z.ZodType>>;
  element?: z.ZodType;
  options?: readonly z.ZodType[];
  entries?: Readonly<Record<string, string>>;
}
const definitionOf = (schema: z.ZodType): Definition => schema.def;

/** All that pages know of a node type, as plain JSON: without the parsers that the declarations bring. */
export interface NodeType extends NodeFace, Pick<NodeDeclaration, "timeout" | "retryable" | "work"> {
  readonly fields: readonly FormField[];
}

/** Node types for the pages, in the given order. */
export function describeTypes(of: readonly NodeDeclaration[] = declarations): NodeType[] {
  return of.map((declaration) => {
    const { type, family, icon, title, summary, role, decides, outcomes, required, card, initial, outputFields, form } = declaration;
    const { timeout, retryable, work } = declaration;
    const always = { type, family, icon, title, summary, role, outcomes, required, card, initial, retryable, work };
    return {
      ...always,
      ...(decides && { decides }),
      ...(outputFields && { outputFields }),
      ...(form && { form }),
      ...(timeout && { timeout }),
      fields: describeForm(declaration),
    };
  });
}

/** The fields of a type's settings, in the order of its schema. Settings with one possible value have none. */
export function describeForm(declaration: NodeDeclaration): FormField[] {
  return fieldsOf(declaration.params, [], declaration);
}

function fieldsOf(schema: z.ZodType, path: readonly string[], declaration: NodeDeclaration): FormField[] {
  return Object.entries(definitionOf(schema).shape ?? {}).flatMap(([key, each]) => fieldOf(each, [...path, key], declaration) ?? []);
}

function fieldOf(schema: z.ZodType, path: readonly string[], declaration: NodeDeclaration): FormField | undefined {
  let inner = schema;
  let mandatory = true;
  let meta = schema.meta();
  for (let definition = definitionOf(inner); definition.innerType; definition = definitionOf(inner)) {
    if (definition.type === "optional" || definition.type === "default" || definition.type === "nullable") mandatory = false;
    inner = definition.innerType;
    meta = { ...inner.meta(), ...meta };
  }
  const key = path.at(-1) ?? "";
  const shared: Shared = { path, title: meta?.title ?? wordsOf(key), description: meta?.description, mandatory };
  const { type, shape, element, options = [], entries = {} } = definitionOf(inner);
  switch (type) {
    case "string": {
      const kind = declaration.textKind?.(path, {}) ?? "template";
      return { ...shared, kind: kind === "json" ? "value" : kind };
    }
    case "number": {
      const { minValue, maxValue } = inner as z.ZodNumber; // As its definition says.
      return { ...shared, kind: "number", min: finite(minValue), max: finite(maxValue) };
    }
    case "boolean":
      return { ...shared, kind: "switch" };
    case "enum": {
      const choices = Object.values(entries);
      return choices.length > 1 ? { ...shared, kind: "select", choices } : undefined;
    }
    case "literal":
      return undefined;
    case "unknown":
      return { ...shared, kind: "value" };
    case "union": {
      const kinds = options.map((option) => definitionOf(option).type).toSorted();
      return { ...shared, kind: kinds.join() === "number,string" ? "numberOrTemplate" : "json" };
    }
    case "object":
      return shape ? { ...shared, kind: "group", fields: fieldsOf(inner, path, declaration) } : { ...shared, kind: "json" };
    case "array": {
      const row = element && definitionOf(element);
      const columns = row?.type === "object" ? fieldsOf(element!, [...path, "0"], declaration) : [];
      const flat = columns.length > 0 && columns.every(({ kind }) => kind !== "rows" && kind !== "group" && kind !== "json");
      return flat ? { ...shared, kind: "rows", columns } : { ...shared, kind: "json" };
    }
    default:
      return { ...shared, kind: "json" };
  }
}

const finite = (bound: number | null | undefined): number | undefined =>
  typeof bound === "number" && Number.isFinite(bound) && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? bound : undefined;

/** `maxTokens` → "Max tokens", where a declaration gives no title. */
function wordsOf(key: string): string {
  const words = key.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
