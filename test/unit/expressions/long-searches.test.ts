import { expect, it } from "vitest";
import { compileJsonata } from "#flow/expressions/jsonata-expression.ts";
import { operators } from "#flow/nodes/compare.ts";

/** The engine's search compares the whole part at each position of such a text: 20 s for these. */
const text = "a".repeat(700_000);
const part = `${"a".repeat(150_000)}b${"a".repeat(150_000)}`;
const root = { text, part, short: "b" };

it.each([
  "$contains(text, part)",
  "$substringBefore(text, part)",
  "$substringAfter(text, part)",
  "$replace(text, part, '')",
  "$split(text, part)",
])("refuses %s soon if the search could take very long", async (expression) => {
  const start = performance.now();
  await expect(compileJsonata(expression, 0).evaluate(root, 0)).rejects.toMatchObject({ code: "expression_limit" });
  expect(performance.now() - start).toBeLessThan(1000);
});

it("still looks for short parts in long texts", async () => {
  expect(await compileJsonata("$contains(text, short)", 0).evaluate(root, 0)).toBe(false);
  expect(await compileJsonata("$count($split(text, short))", 0).evaluate(root, 0)).toBe(1);
});

it("a condition looks for a long part in a long text without blocking", () => {
  const start = performance.now();
  expect(operators.contains({ value: text, constant: false }, { value: part, constant: false })).toBe(false);
  expect(operators.contains({ value: `${part}b${part}`, constant: false }, { value: part, constant: false })).toBe(true);
  expect(performance.now() - start).toBeLessThan(1000);
});
