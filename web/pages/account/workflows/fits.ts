import type { Template } from "#flow/templates/template.ts";

/** All words that were typed are somewhere in the name, the purpose, the category or the names of the steps. */
export function fits(template: Template, typed: string): boolean {
  const { name, purpose, category, flow } = template;
  const text = [name, purpose, category, ...flow.nodes.map((node) => node.name)].join(" ").toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
