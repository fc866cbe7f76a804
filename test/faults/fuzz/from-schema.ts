/** JSON texts that mostly follow a schema of an OpenAPI document, and in places do not. */
import { hostileJson, hostileStrings } from "./hostile.ts";
import type { Random } from "./random.ts";

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
}

export interface Generation {
  readonly random: Random;
  /** How large a share of the places holds something else than the schema says. */
  readonly hostility: number;
  /** Follows `#/components/…`. */
  resolve(ref: string): Schema;
  /** Strings that a field of this name could hold: ids, addresses. */
  known(field: string): readonly string[];
}

export function jsonFrom(schema: Schema, by: Generation, field = "", depth = 0): string {
  const { random, hostility } = by;
  if (random.chance(hostility)) return random.pick(hostileJson);
  if (depth > 8) return "null";
  if (schema.$ref) return jsonFrom(by.resolve(schema.$ref), by, field, depth + 1);
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum) return JSON.stringify(random.pick(schema.enum));
  const options = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (options) return jsonFrom(random.pick(options), by, field, depth + 1);
  const type = typeof schema.type === "string" ? schema.type : schema.type && random.pick(schema.type);
  switch (type) {
    case "object":
      return objectFrom(schema, by, depth);
    case "array":
      return `[${Array.from({ length: random.below(4) }, () => jsonFrom(schema.items ?? {}, by, field, depth + 1)).join()}]`;
    case "string":
      return JSON.stringify(stringFrom(schema, by, field));
    case "integer":
    case "number":
      return String(numberFrom(schema, random));
    case "boolean":
      return String(random.chance(0.5));
    case "null":
      return "null";
    default:
      return random.pick(hostileJson);
  }
}

function objectFrom({ properties = {}, required = [], additionalProperties }: Schema, by: Generation, depth: number): string {
  const { random, hostility } = by;
  const entries: string[] = [];
  for (const [name, schema] of Object.entries(properties)) {
    const isLeftOut = required.includes(name) ? random.chance(hostility / 2) : random.chance(0.4);
    if (!isLeftOut) entries.push(`${JSON.stringify(name)}:${jsonFrom(schema, by, name, depth + 1)}`);
  }
  if (typeof additionalProperties === "object")
    for (let i = random.below(3); i > 0; i--)
      entries.push(
        `${JSON.stringify(random.pick(["a", "b", ...by.known("key"), "__proto__"]))}:${jsonFrom(additionalProperties, by, "", depth + 1)}`,
      );
  if (random.chance(hostility)) entries.push(`${JSON.stringify(random.pick(["unknown", "__proto__", "constructor", "\ud800", ""]))}:1`);
  return `{${entries.join()}}`;
}

const patterned = ["a", "Name 1", "abc-1", "mr_x"];
const moments = ["2026-01-01T00:00:00Z", "2030-12-31T23:59:59.999Z", "2026-01-01T00:00:00+14:00", "2026-01-01"];

function stringFrom(schema: Schema, { random, known, hostility }: Generation, field: string): string {
  if (random.chance(hostility)) return random.pick(hostileStrings);
  const ids = known(field);
  if (ids.length > 0 && random.chance(0.8)) return random.pick(ids);
  if (schema.format?.startsWith("date") || /At$|^(?:from|to|until)$/.test(field)) return random.pick(moments);
  if (schema.pattern) return random.pick(patterned);
  return random.pick(["a name", "x".repeat(Math.max(schema.minLength ?? 0, 12)), `fuzz ${random.below(1e6)}`, "Zoë 😀"]);
}

function numberFrom({ type, minimum = 0, maximum = 1000 }: Schema, random: Random): number {
  const low = Math.max(minimum, -1e9);
  const high = Math.min(maximum, low + 1e6);
  const value = random.pick([low, high, low + random.below(Math.max(1, high - low))]);
  return type === "integer" ? Math.round(value) : value;
}
