import fc from "fast-check";
import { expect, test } from "vitest";
import { compileJsonata } from "#flow/expressions/jsonata-expression.ts";
import { needsJsonata, parsePlainPath, resolvePlainPath } from "#flow/expressions/plain-path.ts";
import { compileExpression, resolveTemplate } from "#flow/expressions/template.ts";
import { aScope } from "./a-scope.ts";

const key = fc.constantFrom(
  "a",
  "b",
  "c d",
  "1",
  "0",
  "length",
  "sequence",
  "constructor",
  "__proto__",
  "toString",
  "keepSingleton",
  "and",
  "Größe",
  "context",
  "steps",
);
const leaf = fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, "", "text", "{{a}}", [], {});
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.uniqueArray(fc.tuple(key, tie("tree")), { maxLength: 4, selector: ([name]) => name }).map(fromEntries),
  ),
}));
const step = fc.tuple(key, fc.option(fc.integer({ min: -3, max: 3 }), { freq: 4, nil: undefined }));

/** Object.fromEntries makes own properties, also of __proto__. */
function fromEntries(entries: [string, unknown][]): unknown {
  return Object.fromEntries(entries);
}
function write(steps: [string, number | undefined][]): string {
  return steps
    .map(([name, index]) => (/^(?!and$)[\p{L}_]\w*$/u.test(name) ? name : `\`${name}\``) + (index === undefined ? "" : `[${index}]`))
    .join(".");
}

test("a plain path agrees with JSONata on any data", async () => {
  let direct = 0;
  let total = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(key, tree), { minLength: 1, maxLength: 4, selector: ([name]) => name }).map(fromEntries),
      fc.array(step, { minLength: 1, maxLength: 4 }),
      async (root, steps) => {
        const text = write(steps);
        const path = parsePlainPath(text);
        expect(path).toBeDefined();
        const ours = resolvePlainPath(path!, root as object);
        total++;
        if (ours === needsJsonata) return;
        direct++;
        expect(ours).toEqual(await compileJsonata(text, 0).evaluate(root, 0));
      },
    ),
    { numRuns: 5000 },
  );
  expect(direct / total).toBeGreaterThan(0.5);
});

test("a whole template agrees with JSONata on any data", async () => {
  await fc.assert(
    fc.asyncProperty(tree, fc.array(step, { minLength: 1, maxLength: 3 }), async (value, steps) => {
      const text = write([["steps", undefined], ["A", undefined], ...steps]);
      const scope = aScope({ steps: { A: value } });
      expect(await resolveTemplate(compileExpression(text), scope)).toEqual(await compileJsonata(text, 0).evaluate({ ...scope }, 0));
    }),
    { numRuns: 3000 },
  );
});

test.each([
  "a b",
  "a..b",
  "a.",
  ".a",
  "$a.b",
  "a[b]",
  "a[0][1]",
  "a[1.5]",
  "a.*",
  "a.%",
  "a.'b'",
  "true",
  "a.null",
  "function",
  "a and b",
  "a.b()",
  "a /* c */",
  "`a",
  "1a",
  "a[0].b[]",
  "",
])("%s is left to JSONata", (text) => {
  expect(parsePlainPath(text)).toBeUndefined();
});
