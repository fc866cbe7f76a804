import { compileSettings } from "../expressions/settings.ts";
import { compileTemplate, type Reference } from "../expressions/template.ts";
import { compileBare } from "../nodes/bare-expression.ts";
import { parseJsonTemplate } from "../nodes/json-template.ts";
import type { NodeDeclaration } from "../nodes/node.ts";

const none: readonly string[] = [];

/**
 * The environment variables that a node's settings name outright, as in `env.TOKEN`. These are the only ways to a secure
 * value: a name that shows only in the run (`$lookup(env, name)`, `env.*`) finds none, so that a step holds no more
 * secrets than its builder wrote down. Takes a config that compiles.
 */
export function envNamesOf(declaration: NodeDeclaration, config: unknown): readonly string[] {
  const names = new Set<string>();
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value === "string") {
      // A reference by name spells it; most texts need not be parsed for that.
      if (!value.includes("env")) return;
      for (const { root, name } of referencesIn(value, declaration.textKind?.(path, config) ?? "template"))
        if (root === "env" && name !== undefined) names.add(name);
    } else if (typeof value === "object" && value !== null) {
      for (const [key, item] of Object.entries(value)) visit(item, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  };
  visit(config, []);
  return names.size === 0 ? none : [...names];
}

function referencesIn(text: string, kind: ReturnType<NonNullable<NodeDeclaration["textKind"]>>): readonly Reference[] {
  if (kind === "expression") return compileBare(text).references;
  if (kind === "json") return compileSettings(parseJsonTemplate(text)).references;
  return kind === "template" && text.includes("{{") ? compileTemplate(text).references : [];
}
