import type { MaybePromise } from "./maybe-promise.ts";
import type { Scope } from "./scope.ts";
import { compileTemplate, type Reference, resolveTemplate, type Template, whenAll } from "./template.ts";

/** A JSON tree whose strings may hold templates, compiled once. */
export interface Settings {
  readonly references: readonly Reference[];
  readonly root: Part;
}

type Part =
  | { readonly kind: "fixed"; readonly value: unknown }
  | { readonly kind: "template"; readonly template: Template }
  | { readonly kind: "list"; readonly items: readonly Part[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [string, Part])[] };

/** Takes any JSON value; throws an ExpressionError where a text in it does not parse. Keys are never templates. */
export function compileSettings(value: unknown): Settings {
  const references: Reference[] = [];
  return { root: compilePart(value, references), references };
}

/** The tree with every template replaced by its value; a promise only where one of them needs JSONata. */
export function resolveSettings(settings: Settings, scope: Scope): MaybePromise<unknown> {
  return resolvePart(settings.root, scope);
}

function compilePart(value: unknown, references: Reference[]): Part {
  if (typeof value === "string") {
    if (!value.includes("{{")) return { kind: "fixed", value };
    const template = compileTemplate(value);
    references.push(...template.references);
    return { kind: "template", template };
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => compilePart(item, references));
    return items.every((item) => item.kind === "fixed") ? { kind: "fixed", value } : { kind: "list", items };
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => [key, compilePart(item, references)] as const);
    return entries.every(([, item]) => item.kind === "fixed") ? { kind: "fixed", value } : { kind: "map", entries };
  }
  return { kind: "fixed", value };
}

function resolvePart(part: Part, scope: Scope): MaybePromise<unknown> {
  switch (part.kind) {
    case "fixed":
      return part.value;
    case "template":
      return resolveTemplate(part.template, scope);
    case "list":
      return whenAll(part.items.map((item) => resolvePart(item, scope)));
    case "map": {
      const values = whenAll(part.entries.map(([, item]) => resolvePart(item, scope)));
      // Own properties only: a key `__proto__` in the tree must stay a key.
      const build = (all: unknown[]) => Object.fromEntries(part.entries.map(([key], i) => [key, all[i]]));
      return values instanceof Promise ? values.then(build) : build(values);
    }
  }
}
