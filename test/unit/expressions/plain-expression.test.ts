import fc from "fast-check";
import { expect, test } from "vitest";
import { compileText } from "#flow/expressions/compile-text.ts";
import { compileJsonata } from "#flow/expressions/jsonata-expression.ts";
import type { Node } from "#flow/expressions/jsonata-types.ts";
import { compilePlainExpression, leavesPlain } from "#flow/expressions/plain-expression.ts";
import type { Scope } from "#flow/expressions/scope.ts";
import { scopeRoot } from "#flow/expressions/scope-root.ts";
import { aScope } from "./a-scope.ts";

const key = fc.constantFrom("a", "b", "c", "list", "constructor", "length", "sequence");
const leaf = fc.constantFrom<unknown>(
  null,
  true,
  false,
  0,
  -1,
  1.5,
  3,
  1e21,
  0.1,
  0.1 + 0.2,
  -1 / 3,
  12345678901234568,
  2 ** 53,
  "",
  "a",
  "text",
  "12",
  "x y ",
  "😀",
  [],
  {},
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.array(fc.dictionary(key, tie("tree"), { maxKeys: 3 }), { maxLength: 3 }),
    fc.dictionary(key, tie("tree"), { maxKeys: 4 }),
  ),
}));

const operator = fc.constantFrom("=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "&", "and", "or", "in", "??", "?:");
const ofOne = fc.constantFrom(
  ..."abs average boolean ceil count exists floor length lowercase max min not number string sum trim uppercase".split(" "),
);
const { expression } = fc.letrec<{ expression: string; path: string }>((tie) => ({
  path: fc
    .tuple(
      fc.constantFrom("steps", "context.steps", "steps.A", "steps.B", "total"),
      fc.array(fc.tuple(key, fc.option(fc.oneof(fc.integer({ min: -2, max: 2 }).map(String), tie("expression")), { freq: 4 })), {
        maxLength: 3,
      }),
    )
    .map(([start, steps]) => [start, ...steps.map(([name, filter]) => `${name}${filter === null ? "" : `[${filter}]`}`)].join(".")),
  expression: fc.oneof(
    { maxDepth: 4, depthSize: "medium" },
    tie("path"),
    key,
    fc.constantFrom("1", "-2", "0.5", '"a"', '"12"', "true", "null", '""', "[]", "{}"),
    fc.tuple(tie("expression"), operator, tie("expression")).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie("expression"), tie("expression"), tie("expression")).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.tuple(tie("expression"), tie("expression")).map(([a, b]) => `(${a} ? ${b})`),
    fc.tuple(ofOne, tie("expression")).map(([name, a]) => `$${name}(${a})`),
    fc.tuple(fc.constantFrom("contains", "join"), tie("expression"), tie("expression")).map(([name, a, b]) => `$${name}(${a}, ${b})`),
    fc.array(tie("expression"), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
    fc.array(tie("expression"), { maxLength: 2 }).map((items) => `{${items.map((item, i) => `"k${i}": ${item}`).join(", ")}}`),
    tie("expression").map((a) => `-(${a})`),
  ),
}));

async function ofJsonata(text: string, scope: Scope): Promise<unknown> {
  try {
    return { value: await compileJsonata(text, 0).evaluate(scopeRoot(scope), 0) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

test("a plain expression agrees with JSONata on any data", { timeout: 120_000 }, async () => {
  let plainly = 0;
  let total = 0;
  await fc.assert(
    fc.asyncProperty(expression, tree, tree, async (text, a, b) => {
      const scope = aScope({ steps: { A: a, B: b }, total: 3 });
      const before = JSON.stringify(scope);
      let evaluate: ((scope: Scope) => unknown) | undefined;
      try {
        compileJsonata(text, 0, (tree: Node) => (evaluate = compilePlainExpression(tree)));
      } catch {
        return;
      }
      total++;
      if (!evaluate) return;
      let value: unknown;
      try {
        value = { value: evaluate(scope) };
      } catch (error) {
        value = { error: (error as Error).message };
      }
      if ((value as { value?: unknown }).value === leavesPlain) return;
      plainly++;
      expect(value).toEqual(await ofJsonata(text, scope));
      expect(JSON.stringify(scope)).toBe(before);
    }),
    { numRuns: Number(process.env["MILLRACE_FUZZ_CASES"] ?? 10_000) },
  );
  console.log(`${plainly} of ${total} evaluated plainly`);
  expect(plainly / total).toBeGreaterThan(0.3);
});

test.each([
  "steps.A.n > 3",
  'steps.A.n > 3 and steps.A.name = "Ada"',
  "steps.A.n * 2 + 1",
  '"Hello " & steps.A.name & "!"',
  'steps.A.missing ?? "none"',
  'steps.A.n > 3 ? "many" : "few"',
  "$count(steps.A.rows)",
  "$sum(steps.A.rows.price)",
  "steps.A.rows[price > 5].name",
  "steps.A.rows.name",
  "$string(steps.A.n)",
  "$uppercase(steps.A.name)",
  '{"name": steps.A.name, "rows": $count(steps.A.rows)}',
  "[steps.A.n, steps.A.name]",
  "$exists(steps.A.missing) ? 1 : 0",
  'steps.A.name in ["Ada", "Grace"]',
  "$not(steps.A.missing)",
  '$join(steps.A.rows.name, ", ")',
])("evaluates %s without a promise", async (text) => {
  const rows = [
    { name: "Pen", price: 2 },
    { name: "Book", price: 12 },
    { name: "Lamp", price: 39 },
  ];
  const scope = aScope({ steps: { A: { n: 5, name: "Ada", rows } } });
  const value = compileText(text, 0).evaluate(scope);
  expect(value).not.toBeInstanceOf(Promise);
  expect({ value }).toEqual(await ofJsonata(text, scope));
});
