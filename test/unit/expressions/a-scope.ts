import type { Scope } from "#flow/expressions/scope.ts";

/** A scope for tests; `values` are put over its defaults. */
export function aScope(values: Record<string, unknown> = {}): Scope {
  return { steps: {}, env: {}, run: { id: "run_1", startedAt: Date.UTC(2026, 0, 31, 12), versionId: "v1", mode: "sync" }, ...values };
}
