import type { OutputDefinition } from "./document.ts";
import { pointer, type Issue } from "../problems/issue.ts";

const says: Readonly<Record<OutputDefinition["type"], string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  json: "JSON",
};

/**
 * What a run answers with: the declared outputs in their order, missing ones as null, then any others that its Ends
 * set. A value of the wrong type is returned all the same, with a warning that names its key; null fits every type.
 */
export function shapeOutput(
  definitions: readonly OutputDefinition[],
  values: Readonly<Record<string, unknown>>,
): { readonly output: Readonly<Record<string, unknown>>; readonly warnings: readonly Issue[] } {
  const output: Record<string, unknown> = {};
  const warnings: Issue[] = [];
  for (const { name, type } of definitions) {
    const value = (Object.hasOwn(values, name) ? values[name] : null) ?? null;
    output[name] = value;
    if (value !== null && type !== "json" && typeof value !== type)
      warnings.push({
        path: pointer([name]),
        code: "output_type",
        message: `The output “${name}” should be ${says[type]}, but is ${kindOf(value)}.`,
      });
  }
  for (const [key, value] of Object.entries(values)) if (!Object.hasOwn(output, key)) output[key] = value ?? null;
  return { output, warnings };
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "text";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
