import fc from "fast-check";
import { expect, it } from "vitest";
import { isDeeperThan } from "#objects/scripts/json-depth.ts";

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

it("knows the depth of any JSON text, whatever stands in its strings", () => {
  const value = fc.jsonValue({ maxDepth: 6, stringUnit: fc.constantFrom("[", "{", "}", "]", '"', "\\", "a", "\n") });
  fc.assert(
    fc.property(value, (value) => {
      const text = JSON.stringify(value);
      const depth = depthOf(value);
      expect(isDeeperThan(text, depth)).toBe(false);
      expect(isDeeperThan(text, depth - 1)).toBe(depth > 0 || isDeeperThan(text, -1));
    }),
    { numRuns: 1000 },
  );
});
