/** Checks a caller's input against a workflow's inputs. Nothing is coerced; all errors are listed together. */
import type { InputDefinition } from "./document.ts";
import { documentLimits } from "./document.ts";
import { findUnsafe } from "../json/find-unsafe.ts";
import { pointer, type Issue } from "../problems/issue.ts";
import { checkJson } from "../json-schema/check-json.ts";
import { compileJsonSchema } from "../json-schema/compile-json-schema.ts";

type Did = (steps: number) => void;

interface CompiledInput {
  readonly name: string;
  readonly mandatory: boolean;
  /** Undefined where there is none. */
  readonly fallback: unknown;
  /** The errors of a value; their messages complete "The input …". `did` receives the number of steps. */
  check(value: unknown, did?: Did): readonly Issue[];
}
export interface CompiledInputs {
  readonly inputs: readonly CompiledInput[];
  readonly names: ReadonlySet<string>;
}

export type CheckedInput =
  | { readonly ok: true; readonly input: Readonly<Record<string, unknown>>; readonly warnings: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Compiles a version's inputs once; throws a JsonSchemaError where a schema of theirs cannot be used. */
export function compileInputs(definitions: readonly InputDefinition[]): CompiledInputs {
  return { inputs: definitions.map(compileInput), names: new Set(definitions.map((definition) => definition.name)) };
}

/** Compiles one input; throws a JsonSchemaError where its schema cannot be used. */
export function compileInput(definition: InputDefinition): CompiledInput {
  return { name: definition.name, mandatory: definition.mandatory ?? false, fallback: definition.default, check: checkOf(definition) };
}

/**
 * The input with its defaults filled in, or all its errors. An optional input that was left out and has no default has
 * no key, so expressions see it as missing; a null in the request stays null. Undeclared keys are kept, unchecked, with
 * a warning. Paths are RFC 6901 pointers into the input. `did` receives the steps, of about a microsecond each, that
 * schema checks took.
 */
export function checkInput(compiled: CompiledInputs, value: unknown, did?: Did): CheckedInput {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { ok: false, issues: [{ path: "", code: "type", message: "The input must be an object with a key for each input." }] };
  const unsafe = findUnsafe(value, documentLimits.depth);
  if (unsafe) return { ok: false, issues: [unsafe] };
  const given = value as Readonly<Record<string, unknown>>; // An object, as just seen.
  const issues: Issue[] = [];
  const input: Record<string, unknown> = {};
  for (const each of compiled.inputs) {
    const path = pointer([each.name]);
    const sent = Object.hasOwn(given, each.name) ? given[each.name] : undefined;
    // Null stands for "nothing" where nothing is allowed, save for a JSON input, for which it is a value.
    if (sent === undefined || (sent === null && !each.mandatory && each.check(null).length > 0)) {
      if (each.mandatory && each.fallback === undefined)
        issues.push({ path, code: "required", message: `The input “${each.name}” is missing.` });
      if (each.fallback !== undefined) input[each.name] = each.fallback;
      else if (sent === null) input[each.name] = null;
      continue;
    }
    for (const fault of each.check(sent, did))
      issues.push({ path: path + fault.path, code: fault.code, message: `${placeOf(each.name, fault.path)} ${fault.message}.` });
    input[each.name] = sent;
  }
  if (issues.length > 0) return { ok: false, issues };
  const unknown = Object.keys(given).filter((key) => !compiled.names.has(key));
  for (const key of unknown) input[key] = given[key];
  return {
    ok: true,
    input,
    warnings: unknown.map((key) => ({
      path: pointer([key]),
      code: "unknown_input",
      message: `There is no input named “${key}”. Its value was not checked.`,
    })),
  };
}

function placeOf(name: string, path: string): string {
  return path === "" ? `The input “${name}”` : `The value at ${path} of the input “${name}”`;
}

function checkOf(definition: InputDefinition): CompiledInput["check"] {
  switch (definition.type) {
    case "text":
      return expect("type", "must be text", (value) => typeof value === "string");
    case "number":
      return expect("type", "must be a number", (value) => typeof value === "number" && Number.isFinite(value));
    case "boolean":
      return expect("type", "must be true or false", (value) => typeof value === "boolean");
    case "enum": {
      const values = definition.values ?? [];
      return expect(
        "enum",
        `must be one of ${values.map((value) => JSON.stringify(value)).join(", ")}`,
        (value) => typeof value === "string" && values.includes(value),
      );
    }
    case "file":
      return expect("url", "must be an http or https URL of a file", isWebAddress);
    case "json": {
      if (definition.schema === undefined) return () => [];
      const schema = compileJsonSchema(definition.schema, { checksFormats: definition.checkFormats === true });
      return (value, did) => checkJson(schema, value, did);
    }
  }
}

function expect(code: string, message: string, fits: (value: unknown) => boolean): CompiledInput["check"] {
  const faults = [{ path: "", code, message }];
  return (value) => (fits(value) ? [] : faults);
}

function isWebAddress(value: unknown): boolean {
  if (typeof value !== "string" || !/^https?:\/\//i.test(value)) return false;
  try {
    return new URL(value).hostname !== "";
  } catch {
    return false;
  }
}
