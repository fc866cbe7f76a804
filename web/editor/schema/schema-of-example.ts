type Made = Readonly<Record<string, unknown>>;

/**
 * A JSON Schema with the shape of an example. All items of a list count: a key that some items lack is not required,
 * and a key that is null in one item and a text in another allows both. `mandatory`: whether keys are required.
 */
export function schemaOfExample(value: unknown, mandatory = true): Record<string, unknown> {
  const made = shapeOf(value, mandatory);
  // Of a lone null nothing is known.
  return made["type"] === "null" ? {} : { ...made };
}

function shapeOf(value: unknown, mandatory: boolean): Made {
  if (value === null) return { type: "null" };
  if (Array.isArray(value)) {
    const items = value
      .map((item) => shapeOf(item, mandatory))
      .reduce<Made | undefined>((all, item) => (all ? merge(all, item) : item), undefined);
    return items && items["type"] !== "null" ? { type: "array", items } : { type: "array" };
  }
  if (typeof value !== "object") return { type: typeof value };
  const entries = Object.entries(value).map(([key, each]) => [key, known(shapeOf(each, mandatory))] as const);
  return {
    type: "object",
    properties: Object.fromEntries(entries),
    ...(mandatory && entries.length > 0 ? { required: entries.map(([key]) => key) } : {}),
  };
}

const known = (shape: Made): Made => (shape["type"] === "null" ? {} : shape);
const typesOf = ({ type }: Made): readonly unknown[] => (Array.isArray(type) ? type : type === undefined ? [] : [type]);
const mapOf = (value: unknown): Readonly<Record<string, Made>> => (value ?? {}) as Record<string, Made>;

/** A shape that both fit. */
function merge(one: Made, other: Made): Made {
  if (typesOf(one).length === 0 || typesOf(other).length === 0) return nothingKnown(one, other);
  const types = [...new Set([...typesOf(one), ...typesOf(other)])];
  const merged: Record<string, unknown> = { type: types.length === 1 ? types[0] : types };
  if (types.includes("object")) Object.assign(merged, mergeObjects(one, other));
  const [first, second] = [one["items"], other["items"]] as (Made | undefined)[];
  if (first || second) merged["items"] = first && second ? merge(first, second) : (first ?? second);
  return merged;
}

/** Null was seen where the other has a type: a note that null fits is all that is left of it. */
function nothingKnown(one: Made, other: Made): Made {
  const [shape] = [one, other].filter((each) => typesOf(each).length > 0);
  return shape ? { ...shape, type: [...new Set([...typesOf(shape), "null"])] } : {};
}

function mergeObjects(one: Made, other: Made): Made {
  const isObject = (shape: Made) => typesOf(shape).includes("object");
  if (!isObject(one) || !isObject(other)) {
    const { properties, required } = isObject(one) ? one : other;
    return { properties, ...(required ? { required } : {}) };
  }
  const [mine, theirs] = [mapOf(one["properties"]), mapOf(other["properties"])];
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  const properties = keys.map((key) => [key, mine[key] && theirs[key] ? merge(mine[key], theirs[key]) : (mine[key] ?? theirs[key])]);
  const both = ((one["required"] ?? []) as string[]).filter((key) => ((other["required"] ?? []) as string[]).includes(key));
  return { properties: Object.fromEntries(properties) as unknown, ...(both.length > 0 ? { required: both } : {}) };
}
