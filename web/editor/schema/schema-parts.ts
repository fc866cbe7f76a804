/**
 * A JSON Schema as the visual form shows and changes it. Whatever the form does not know stays where it is, so that a
 * schema written as text keeps its every keyword.
 */
export type Schema = Readonly<Record<string, unknown>>;

export const kinds = ["any", "object", "array", "string", "number", "integer", "boolean", "null"] as const;
/** `several`: a list of types that is more than one type and null. `never`: the schema `false`. */
export type Kind = (typeof kinds)[number] | "several" | "never";

export const limitsOf = {
  string: ["minLength", "maxLength"],
  number: ["minimum", "maximum", "multipleOf"],
  integer: ["minimum", "maximum", "multipleOf"],
  array: ["minItems", "maxItems"],
} as const satisfies Partial<Record<Kind, readonly string[]>>;

/** Keywords that mean something for one type alone, as far as the form knows them. */
const ofKind: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  object: ["properties", "required", "additionalProperties"],
  array: ["items", ...limitsOf.array, "uniqueItems"],
  string: ["enum", ...limitsOf.string, "pattern", "format"],
  number: ["enum", ...limitsOf.number],
  integer: ["enum", ...limitsOf.integer],
};

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value);
const objectOf = (value: unknown): Schema => (isSchema(value) ? value : {});
const isKind = (value: unknown): value is (typeof kinds)[number] => kinds.some((kind) => kind === value && kind !== "any");

export function kindOf(schema: unknown): { readonly kind: Kind; readonly nullable: boolean } {
  if (schema === false) return { kind: "never", nullable: false };
  const { type, properties, items } = objectOf(schema);
  if (Array.isArray(type)) {
    const others = type.filter((each) => each !== "null");
    return others.length === 1 && isKind(others[0]) && type.length === 2
      ? { kind: others[0], nullable: true }
      : { kind: "several", nullable: false };
  }
  if (isKind(type)) return { kind: type, nullable: false };
  if (type !== undefined) return { kind: "several", nullable: false };
  return { kind: isSchema(properties) ? "object" : isSchema(items) ? "array" : "any", nullable: false };
}

/** The schema with a keyword set, or without it where the value is undefined. */
export function withKeyword(schema: unknown, keyword: string, value: unknown): Schema {
  const { [keyword]: _, ...rest } = objectOf(schema);
  if (value === undefined) return rest;
  // A keyword keeps its place among the others.
  return Object.hasOwn(objectOf(schema), keyword) ? { ...objectOf(schema), [keyword]: value } : { ...rest, [keyword]: value };
}

/** The schema for another type: what the form knows to belong to the old one goes, all else stays. */
export function withKind(schema: unknown, kind: Kind): Schema {
  const { kind: before, nullable } = kindOf(schema);
  const kept = new Set(ofKind[kind]);
  const dropped = (ofKind[before] ?? []).filter((keyword) => keyword === "enum" || !kept.has(keyword));
  const rest = Object.fromEntries(Object.entries(objectOf(schema)).filter(([keyword]) => !dropped.includes(keyword) && keyword !== "type"));
  if (kind === "any") return rest;
  return { type: nullable && kind !== "null" ? [kind, "null"] : kind, ...rest };
}

/** Null beside the type; where there are choices it is one of them. */
export function withNull(schema: unknown, nullable: boolean): Schema {
  const { kind } = kindOf(schema);
  const typed = withKeyword(schema, "type", nullable ? [kind, "null"] : kind);
  const { enum: choices } = typed;
  if (!Array.isArray(choices)) return typed;
  const others = choices.filter((choice) => choice !== null);
  return { ...typed, enum: nullable ? [...others, null] : others };
}

/** The choices of a text or a number, without null; undefined where there are none that the form could show. */
export function choicesOf(schema: unknown): readonly (string | number)[] | undefined {
  const { enum: choices } = objectOf(schema);
  if (!Array.isArray(choices)) return undefined;
  const wanted = kindOf(schema).kind === "string" ? "string" : "number";
  const others = choices.filter((choice) => choice !== null);
  return others.every((choice) => typeof choice === wanted) ? others : undefined;
}

export function withChoices(schema: unknown, choices: readonly (string | number)[]): Schema {
  const { nullable } = kindOf(schema);
  return withKeyword(schema, "enum", choices.length === 0 ? undefined : nullable ? [...choices, null] : [...choices]);
}

/** What the form does not show of a schema. */
export function hiddenKeywords(schema: unknown): string[] {
  const { kind } = kindOf(schema);
  const shown = new Set(["type", "description", ...(ofKind[kind] ?? [])]);
  if (kind === "several") shown.delete("type");
  return Object.entries(objectOf(schema)).flatMap(([keyword, value]) => {
    const isShown =
      shown.has(keyword) &&
      (keyword !== "enum" || choicesOf(schema) !== undefined) &&
      (keyword !== "additionalProperties" || typeof value === "boolean");
    return isShown ? [] : [keyword];
  });
}

/** Whether the form has a field, or a line of its own, for what a keyword says. */
export function hasField(schema: unknown, keyword: string): boolean {
  const withoutField = ["", "type", "required", "uniqueItems", "additionalProperties"];
  return !withoutField.includes(keyword) && !hiddenKeywords(schema).includes(keyword);
}

export const propertiesOf = (schema: unknown): readonly (readonly [string, unknown])[] =>
  Object.entries(objectOf(objectOf(schema)["properties"]));
const requiredOf = (schema: unknown): readonly unknown[] => {
  const { required } = objectOf(schema);
  return Array.isArray(required) ? required : [];
};
export const isRequired = (schema: unknown, name: string): boolean => requiredOf(schema).includes(name);

const withProperties = (schema: unknown, entries: readonly (readonly [string, unknown])[]): Schema =>
  withKeyword(schema, "properties", Object.fromEntries(entries));
const withRequired = (schema: unknown, names: readonly unknown[]): Schema =>
  withKeyword(schema, "required", names.length > 0 ? names : undefined);

export function setProperty(schema: unknown, name: string, property: unknown): Schema {
  return withProperties(
    schema,
    propertiesOf(schema).map((entry) => (entry[0] === name ? [name, property] : entry)),
  );
}

/** A new property after the one at that place, under a name that is free. */
export function addProperty(schema: unknown, after: number, wished: string): Schema {
  const entries = propertiesOf(schema);
  const taken = new Set(entries.map(([name]) => name));
  let name = wished;
  for (let nth = 2; taken.has(name); nth++) name = `${wished}${nth}`;
  return withProperties(schema, entries.toSpliced(after + 1, 0, [name, { type: "string" }]));
}

/** The property under another name, in its place; it stays required if it was. */
export function renameProperty(schema: unknown, before: string, after: string): Schema {
  const renamed = withProperties(
    schema,
    propertiesOf(schema).map(([name, property]) => [name === before ? after : name, property]),
  );
  return withRequired(
    renamed,
    requiredOf(schema).map((name) => (name === before ? after : name)),
  );
}

export function removeProperty(schema: unknown, name: string): Schema {
  const rest = withProperties(
    schema,
    propertiesOf(schema).filter(([each]) => each !== name),
  );
  return withRequired(
    rest,
    requiredOf(schema).filter((each) => each !== name),
  );
}

export function moveProperty(schema: unknown, from: number, to: number): Schema {
  const entries = propertiesOf(schema);
  const moved = entries[from];
  return moved && entries[to] ? withProperties(schema, entries.toSpliced(from, 1).toSpliced(to, 0, moved)) : objectOf(schema);
}

export function setRequired(schema: unknown, name: string, on: boolean): Schema {
  const others = requiredOf(schema).filter((each) => each !== name);
  return withRequired(schema, on ? [...others, name] : others);
}
