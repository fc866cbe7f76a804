/** Merges the outputs of the End nodes that a run reached, in the order given; of two that set a key the later one wins. */
export function mergeEnds(outputs: readonly unknown[]): Readonly<Record<string, unknown>> {
  const merged: Record<string, unknown> = {};
  for (const output of outputs) {
    if (typeof output !== "object" || output === null || Array.isArray(output)) continue;
    for (const [key, value] of Object.entries(output)) {
      // Own keys only: assigning to `__proto__` would change the prototype instead.
      if (key !== "__proto__") merged[key] = value;
    }
  }
  return merged;
}
