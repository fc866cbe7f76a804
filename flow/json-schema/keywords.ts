/** The keywords of JSON Schema 2020-12, each from its setting to a check. */
import { compileRegex, type LinearRegex } from "../expressions/regex.ts";
import { counted } from "../text/counted.ts";
import type { At, Evaluated, Run } from "./check-run.ts";
import type { Check, Node } from "./compiled-node.ts";
import { evaluate } from "./evaluate.ts";
import { formats } from "./formats.ts";
import { JsonSchemaError } from "./json-schema-error.ts";
import { isObject } from "./resources.ts";
import { canonical, isMultiple, isOfType, lengthOf, typeNames } from "./value-shapes.ts";

export interface Compile {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly path: readonly (string | number)[];
  /** Whether `format` is checked, or a note. */
  readonly checksFormats: boolean;
  /** Compiles a schema for a part of the value. */
  sub(schema: unknown, ...below: (string | number)[]): Node;
  /** Compiles a schema for the same value. */
  inPlace(schema: unknown, ...below: (string | number)[]): Node;
}
type Build = (compile: Compile, setting: unknown) => Check | undefined;

const quiet = (node: Node, value: unknown, at: At | null, run: Run): Evaluated | null => run.quietly(() => evaluate(node, value, at, run));

export const keywordChecks: readonly (readonly [string, Build])[] = [
  [
    "type",
    (compile, setting) => {
      const types = Array.isArray(setting) ? setting : [setting];
      if (types.length === 0 || types.some((type) => typeof type !== "string" || !Object.hasOwn(typeNames, type)))
        wrong(compile, "type", `one of ${Object.keys(typeNames).join(", ")}, or a list of these`);
      const says = `must be ${types.map((type) => typeNames[type as string]).join(" or ")}`;
      return (value, at, run) => types.some((type) => isOfType(value, type as string)) || run.fail(at, "type", says);
    },
  ],
  [
    "enum",
    (compile, setting) => {
      const values = listOf(compile, "enum", setting);
      const allowed = new Set(values.map((value) => canonical(value, noCost)));
      const says = `must be one of ${shorten(values.map((value) => JSON.stringify(value)).join(", "))}`;
      return (value, at, run) => allowed.has(canonical(value, (steps) => run.spend(steps))) || run.fail(at, "enum", says);
    },
  ],
  [
    "const",
    (_compile, setting) => {
      const wanted = canonical(setting, noCost);
      const says = `must be ${shorten(JSON.stringify(setting))}`;
      return (value, at, run) => canonical(value, (steps) => run.spend(steps)) === wanted || run.fail(at, "const", says);
    },
  ],
  [
    "multipleOf",
    (compile, setting) => {
      const of = numberOf(compile, "multipleOf", setting);
      if (of <= 0) wrong(compile, "multipleOf", "a number greater than 0");
      return (value, at, run) =>
        typeof value !== "number" || isMultiple(value, of) || run.fail(at, "multipleOf", `must be a multiple of ${of}`);
    },
  ],
  bound(
    "maximum",
    "number",
    (value, limit) => value <= limit,
    (limit) => `must be at most ${limit}`,
  ),
  bound(
    "minimum",
    "number",
    (value, limit) => value >= limit,
    (limit) => `must be at least ${limit}`,
  ),
  bound(
    "exclusiveMaximum",
    "number",
    (value, limit) => value < limit,
    (limit) => `must be less than ${limit}`,
  ),
  bound(
    "exclusiveMinimum",
    "number",
    (value, limit) => value > limit,
    (limit) => `must be more than ${limit}`,
  ),
  bound(
    "maxLength",
    "text",
    (value, limit) => value <= limit,
    (limit) => `must have at most ${limit} characters`,
  ),
  bound(
    "minLength",
    "text",
    (value, limit) => value >= limit,
    (limit) => `must have at least ${limit} characters`,
  ),
  bound(
    "maxItems",
    "list",
    (value, limit) => value <= limit,
    (limit) => `must have at most ${limit} items`,
  ),
  bound(
    "minItems",
    "list",
    (value, limit) => value >= limit,
    (limit) => `must have at least ${limit} items`,
  ),
  bound(
    "maxProperties",
    "object",
    (value, limit) => value <= limit,
    (limit) => `must have at most ${limit} keys`,
  ),
  bound(
    "minProperties",
    "object",
    (value, limit) => value >= limit,
    (limit) => `must have at least ${limit} keys`,
  ),
  [
    "pattern",
    (compile, setting) => {
      const regex = regexOf(compile, "pattern", setting);
      return (value, at, run) =>
        typeof value !== "string" || regex.test(value, run.paid) || run.fail(at, "pattern", `must match ${shorten(String(setting))}`);
    },
  ],
  [
    "format",
    (compile, setting) => {
      const format = compile.checksFormats && typeof setting === "string" && Object.hasOwn(formats, setting) ? formats[setting] : undefined;
      if (!format) return undefined;
      return (value, at, run) =>
        typeof value !== "string" || (run.spend(value.length >> 6), format.fits(value)) || run.fail(at, "format", `must be ${format.says}`);
    },
  ],
  [
    "uniqueItems",
    (_compile, setting) =>
      setting !== true
        ? undefined
        : (value, at, run) =>
            !Array.isArray(value) ||
            new Set(value.map((item) => canonical(item, (steps) => run.spend(steps)))).size === value.length ||
            run.fail(at, "uniqueItems", "must not contain the same item twice"),
  ],
  [
    "required",
    (compile, setting) => {
      const names = namesOf(compile, "required", setting);
      return (value, at, run) =>
        !isObject(value) ||
        all(names, (name) => Object.hasOwn(value, name) || run.fail({ key: name, above: at }, "required", "is missing"));
    },
  ],
  [
    "dependentRequired",
    (compile, setting) => {
      const needs = Object.entries(mapOf(compile, "dependentRequired", setting)).map(
        ([key, names]) => [key, namesOf(compile, "dependentRequired", names)] as const,
      );
      return (value, at, run) =>
        !isObject(value) ||
        all(
          needs,
          ([key, names]) =>
            !Object.hasOwn(value, key) ||
            all(
              names,
              (name) =>
                Object.hasOwn(value, name) ||
                run.fail({ key: name, above: at }, "dependentRequired", `is missing, and required together with ${key}`),
            ),
        );
    },
  ],
  [
    "properties",
    (compile, setting) => {
      const nodes = new Map(
        Object.entries(mapOf(compile, "properties", setting)).map(([key, schema]) => [key, compile.sub(schema, "properties", key)]),
      );
      return (value, at, run, seen) =>
        !isObject(value) ||
        all(
          [...nodes],
          ([key, node]) => !Object.hasOwn(value, key) || (seen.key(key), evaluate(node, value[key], { key, above: at }, run) !== null),
        );
    },
  ],
  [
    "patternProperties",
    (compile, setting) => {
      const nodes = Object.entries(mapOf(compile, "patternProperties", setting)).map(
        ([pattern, schema]) => [regexOf(compile, "patternProperties", pattern), compile.sub(schema, "patternProperties", pattern)] as const,
      );
      return (value, at, run, seen) =>
        !isObject(value) ||
        all(Object.keys(value), (key) =>
          all(
            nodes,
            ([regex, node]) => !regex.test(key, run.paid) || (seen.key(key), evaluate(node, value[key], { key, above: at }, run) !== null),
          ),
        );
    },
  ],
  [
    "additionalProperties",
    (compile, setting) => {
      const node = compile.sub(setting, "additionalProperties");
      const named = isObject(compile.schema["properties"]) ? compile.schema["properties"] : {};
      const patterns = isObject(compile.schema["patternProperties"])
        ? Object.keys(compile.schema["patternProperties"]).map((pattern) => regexOf(compile, "patternProperties", pattern))
        : [];
      return (value, at, run, seen) =>
        !isObject(value) ||
        all(
          Object.keys(value),
          (key) =>
            Object.hasOwn(named, key) ||
            patterns.some((regex) => regex.test(key, run.paid)) ||
            (seen.key(key), evaluate(node, value[key], { key, above: at }, run) !== null),
        );
    },
  ],
  [
    "propertyNames",
    (compile, setting) => {
      const node = compile.sub(setting, "propertyNames");
      return (value, at, run) =>
        !isObject(value) ||
        all(
          Object.keys(value),
          (key) => quiet(node, key, at, run) !== null || run.fail({ key, above: at }, "propertyNames", "has a name that is not allowed"),
        );
    },
  ],
  [
    "prefixItems",
    (compile, setting) => {
      const nodes = listOf(compile, "prefixItems", setting).map((schema, index) => compile.sub(schema, "prefixItems", index));
      return (value, at, run, seen) =>
        !Array.isArray(value) ||
        all(
          nodes.slice(0, value.length),
          (node, index) => (seen.item(index), evaluate(node, value[index], { key: index, above: at }, run) !== null),
        );
    },
  ],
  [
    "items",
    (compile, setting) => {
      if (Array.isArray(setting)) wrong(compile, "items", "one schema. Use prefixItems for a list of schemas");
      const node = compile.sub(setting, "items");
      const from = Array.isArray(compile.schema["prefixItems"]) ? compile.schema["prefixItems"].length : 0;
      return (value, at, run, seen) =>
        !Array.isArray(value) ||
        all(value, (item, index) => index < from || (seen.item(index), evaluate(node, item, { key: index, above: at }, run) !== null));
    },
  ],
  [
    "contains",
    (compile, setting) => {
      const node = compile.sub(setting, "contains");
      const min = compile.schema["minContains"] === undefined ? 1 : numberOf(compile, "minContains", compile.schema["minContains"]);
      const max = compile.schema["maxContains"] === undefined ? Infinity : numberOf(compile, "maxContains", compile.schema["maxContains"]);
      return (value, at, run, seen) => {
        if (!Array.isArray(value)) return true;
        let found = 0;
        value.forEach((item, index) => {
          if (quiet(node, item, { key: index, above: at }, run) === null) return;
          found++;
          seen.item(index);
        });
        return (
          (found >= min && found <= max) ||
          run.fail(
            at,
            "contains",
            found < min
              ? `must contain at least ${counted(min, "matching item")}`
              : `must contain at most ${counted(max, "matching item")}`,
          )
        );
      };
    },
  ],
  [
    "allOf",
    (compile, setting) => {
      const nodes = schemasOf(compile, "allOf", setting);
      return (value, at, run, seen) => all(nodes, (node) => seen.take(evaluate(node, value, at, run)));
    },
  ],
  [
    "anyOf",
    (compile, setting) => {
      const nodes = schemasOf(compile, "anyOf", setting);
      // All of them, not the first that fits: each that fits counts for `unevaluated…`.
      return (value, at, run, seen) =>
        nodes.filter((node) => seen.take(quiet(node, value, at, run))).length > 0 ||
        run.fail(at, "anyOf", "matches none of the allowed schemas");
    },
  ],
  [
    "oneOf",
    (compile, setting) => {
      const nodes = schemasOf(compile, "oneOf", setting);
      return (value, at, run, seen) => {
        const fitting = nodes.filter((node) => seen.take(quiet(node, value, at, run))).length;
        return (
          fitting === 1 ||
          run.fail(
            at,
            "oneOf",
            fitting === 0 ? "matches none of the allowed schemas" : `matches ${fitting} of the allowed schemas, but must match exactly one`,
          )
        );
      };
    },
  ],
  [
    "not",
    (compile, setting) => {
      const node = compile.inPlace(setting, "not");
      return (value, at, run) => quiet(node, value, at, run) === null || run.fail(at, "not", "matches a schema that is not allowed");
    },
  ],
  [
    "if",
    (compile, setting) => {
      const node = compile.inPlace(setting, "if");
      const [then, otherwise] = (["then", "else"] as const).map((key) =>
        Object.hasOwn(compile.schema, key) ? compile.inPlace(compile.schema[key], key) : undefined,
      );
      return (value, at, run, seen) => {
        const next = seen.take(quiet(node, value, at, run)) ? then : otherwise;
        return !next || seen.take(evaluate(next, value, at, run));
      };
    },
  ],
  [
    "dependentSchemas",
    (compile, setting) => {
      const nodes = Object.entries(mapOf(compile, "dependentSchemas", setting)).map(
        ([key, schema]) => [key, compile.inPlace(schema, "dependentSchemas", key)] as const,
      );
      return (value, at, run, seen) =>
        !isObject(value) || all(nodes, ([key, node]) => !Object.hasOwn(value, key) || seen.take(evaluate(node, value, at, run)));
    },
  ],
  [
    "unevaluatedItems",
    (compile, setting) => {
      const node = compile.sub(setting, "unevaluatedItems");
      return (value, at, run, seen) =>
        !Array.isArray(value) ||
        all(
          value,
          (item, index) => seen.items?.has(index) || (seen.item(index), evaluate(node, item, { key: index, above: at }, run) !== null),
        );
    },
  ],
  [
    "unevaluatedProperties",
    (compile, setting) => {
      const node = compile.sub(setting, "unevaluatedProperties");
      return (value, at, run, seen) =>
        !isObject(value) ||
        all(
          Object.keys(value),
          (key) => seen.keys?.has(key) || (seen.key(key), evaluate(node, value[key], { key, above: at }, run) !== null),
        );
    },
  ],
];

/** Whether every item passes; goes on after one that does not, so that all faults are found. */
function all<T>(items: readonly T[], passes: (item: T, index: number) => boolean): boolean {
  let holds = true;
  items.forEach((item, index) => {
    if (!passes(item, index)) holds = false;
  });
  return holds;
}

function bound(
  keyword: string,
  of: "number" | "text" | "list" | "object",
  within: (value: number, limit: number) => boolean,
  says: (limit: number) => string,
): readonly [string, Build] {
  return [
    keyword,
    (compile, setting) => {
      const limit = numberOf(compile, keyword, setting);
      return (value, at, run) => {
        const measured =
          of === "number"
            ? value
            : of === "text" && typeof value === "string"
              ? lengthOf(value)
              : of === "list" && Array.isArray(value)
                ? value.length
                : of === "object" && isObject(value)
                  ? Object.keys(value).length
                  : undefined;
        return typeof measured !== "number" || within(measured, limit) || run.fail(at, keyword, says(limit));
      };
    },
  ];
}

function schemasOf(compile: Compile, keyword: string, setting: unknown): Node[] {
  const list = listOf(compile, keyword, setting);
  if (list.length === 0) wrong(compile, keyword, "a list with at least one schema");
  return list.map((schema, index) => compile.inPlace(schema, keyword, index));
}
function listOf(compile: Compile, keyword: string, setting: unknown): readonly unknown[] {
  return Array.isArray(setting) ? setting : wrong(compile, keyword, "a list");
}
function mapOf(compile: Compile, keyword: string, setting: unknown): Record<string, unknown> {
  return isObject(setting) ? setting : wrong(compile, keyword, "an object");
}
function namesOf(compile: Compile, keyword: string, setting: unknown): readonly string[] {
  const list = listOf(compile, keyword, setting);
  return list.every((name) => typeof name === "string") ? list : wrong(compile, keyword, "a list of text values");
}
function numberOf(compile: Compile, keyword: string, setting: unknown): number {
  return typeof setting === "number" ? setting : wrong(compile, keyword, "a number");
}
function regexOf(compile: Compile, keyword: string, setting: unknown): LinearRegex {
  if (typeof setting !== "string") return wrong(compile, keyword, "a regular expression");
  try {
    return compileRegex(setting);
  } catch {
    throw new JsonSchemaError(
      [...compile.path, keyword],
      `The regular expression “${shorten(setting)}” is not valid.`,
      "Use RE2 syntax, which has no look-around and no back-references.",
    );
  }
}
function wrong(compile: Compile, keyword: string, wanted: string): never {
  throw new JsonSchemaError([...compile.path, keyword], `${keyword} must be ${wanted}.`, "Correct this part of the schema.");
}
function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
function noCost(): void {}
