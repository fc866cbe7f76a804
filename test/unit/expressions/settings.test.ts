import { expect, test } from "vitest";
import { compileSettings, resolveSettings } from "#flow/expressions/settings.ts";
import { aScope } from "./a-scope.ts";

const scope = aScope({ steps: { Start: { a: 1, b: "{{env.X}}" } }, env: { X: "y" } });

test("templates anywhere in a tree are resolved, and the rest stays as it is", async () => {
  const settings = compileSettings({
    url: "https://x/{{steps.Start.a}}",
    list: [1, "{{steps.Start.a}}", { deep: "{{steps.Start.b}}" }],
    none: null,
    "{{key}}": true,
  });
  expect(resolveSettings(settings, scope)).toEqual({
    url: "https://x/1",
    list: [1, 1, { deep: "{{env.X}}" }],
    none: null,
    "{{key}}": true,
  });
  expect(await resolveSettings(compileSettings({ a: ["{{ steps.Start.a + 1 }}"], b: "x" }), scope)).toEqual({ a: [2], b: "x" });
});

test("a key called __proto__ stays a key", () => {
  const value = resolveSettings(compileSettings(JSON.parse('{"__proto__": "{{steps.Start.a}}"}')), scope) as object;
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(JSON.stringify(value)).toBe('{"__proto__":1}');
});

test("all references of a tree are known", () => {
  expect(compileSettings({ a: "{{steps.A.x}}", b: [{ c: "{{env.Y}}" }] }).references.map(({ root, name }) => [root, name])).toEqual([
    ["steps", "A"],
    ["env", "Y"],
  ]);
});
