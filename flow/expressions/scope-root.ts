import type { Scope } from "./scope.ts";

/**
 * What JSONata sees as its input: the scope's properties, and `context`, the scope itself. Lazy properties stay lazy;
 * `context` is not enumerable, so that wildcards meet nothing twice.
 */
export function scopeRoot(scope: Scope): object {
  const root = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(scope)) {
    const property = Object.getOwnPropertyDescriptor(scope, key)!;
    if (property.get) Object.defineProperty(root, key, property);
    else root[key] = property.value;
  }
  Object.defineProperty(root, "context", { value: scope });
  return root;
}
