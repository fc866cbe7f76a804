import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ExpressionError } from "#flow/expressions/expression-error.ts";
import { compileJsonata } from "#flow/expressions/jsonata-expression.ts";
import { compilePlainExpression, leavesPlain } from "#flow/expressions/plain-expression.ts";
import type { Scope } from "#flow/expressions/scope.ts";

/** JSONata's own suite lies beside the project, not in it. */
const suite = join(import.meta.dirname, "../../../../shared/suites/jsonata");

interface Case {
  expr?: string;
  data?: unknown;
  dataset?: string | null;
  bindings?: Record<string, unknown>;
  result?: unknown;
  undefinedResult?: boolean;
  code?: string;
  error?: { code: string };
}

/** Where we differ from JSONata on purpose, each with its reason. */
const noEval = "$eval is refused: data is never evaluated";
const noChance = "$shuffle is refused: an expression gives the same value for the same data";
const tooLong = "creates a list with more than 100,000 items";
const tooMuch = "needs more than a million steps";
const exceptions: Readonly<Record<string, string>> = {
  "function-eval/case000.json": noEval,
  "function-eval/case001.json": noEval,
  "function-eval/case002.json": noEval,
  "function-eval/case003.json": noEval,
  "function-eval/case004.json": noEval,
  "function-eval/case005.json": noEval,
  "function-eval/case006.json": noEval,
  "function-eval/case007.json": noEval,
  "function-eval/case008.json#0": noEval,
  "function-eval/case008.json#1": noEval,
  "function-eval/case008.json#2": noEval,
  "function-eval/case008.json#3": noEval,
  "function-shuffle/case000.json": noChance,
  "function-shuffle/case001.json": noChance,
  "function-shuffle/case002.json": noChance,
  "function-shuffle/case003.json": noChance,
  "flattening/large.json#0": tooLong,
  "flattening/large.json#1": tooLong,
  "range-operator/case021.json": tooLong,
  "range-operator/case024.json": tooLong,
  "performance/case000.json": tooMuch,
  "performance/case001.json": tooMuch,
  "tail-recursion/case002.json": "asks for a bound of 302 levels; ours is 10,000",
};

if (!existsSync(suite)) {
  console.log(`skipped: JSONata's suite is not at ${suite}`);
  test.skip("JSONata's suite is there", () => {});
} else {
  for (const group of readdirSync(join(suite, "groups"))) {
    describe(group, () => {
      for (const file of readdirSync(join(suite, "groups", group)).filter((name) => name.endsWith(".json"))) {
        const content = JSON.parse(readFileSync(join(suite, "groups", group, file), "utf8")) as Case | Case[];
        const cases = Array.isArray(content) ? content : [content];
        for (const [i, one] of cases.entries()) {
          const { expr } = one;
          const name = Array.isArray(content) ? `${group}/${file}#${i}` : `${group}/${file}`;
          if (expr === undefined) test.skip(`${name}: its expression is not in the data`, () => {});
          else if (exceptions[name] !== undefined) test.skip(`${name}: ${exceptions[name]}`, () => {});
          else test(`${name}: ${expr.replaceAll(/\s+/g, " ").slice(0, 80)}`, () => check(one, expr));
        }
      }
    });
  }
}

/** `leavesPlain` if the expression or the data is not plain, or if the text cannot be read. */
function evaluatePlainly(expr: string, data: unknown): unknown {
  let evaluate: ReturnType<typeof compilePlainExpression>;
  try {
    compileJsonata(expr, 0, (tree) => (evaluate = compilePlainExpression(tree)));
  } catch {
    return leavesPlain;
  }
  // The data of a case takes the place of a run's.
  return evaluate ? evaluate((data ?? {}) as Scope) : leavesPlain;
}

async function check(one: Case, expr: string): Promise<void> {
  const data =
    typeof one.dataset === "string" ? JSON.parse(readFileSync(join(suite, "datasets", `${one.dataset}.json`), "utf8")) : one.data;
  const before = JSON.stringify(data);
  const code = one.code ?? one.error?.code;
  if (code === undefined) {
    const value = await compileJsonata(expr, 0).evaluate(data, 0, one.bindings);
    expect(value).toEqual(one.undefinedResult ? null : one.result);
    const plainly = evaluatePlainly(expr, data);
    if (plainly !== leavesPlain) expect(plainly).toEqual(value);
  } else {
    if (code !== "U1001") expect(evaluatePlainly(expr, data)).toBe(leavesPlain);
    const failure: unknown = await (async () => compileJsonata(expr, 0).evaluate(data, 0, one.bindings))().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ExpressionError);
    const { jsonataCode, code: ours, message } = failure as ExpressionError;
    expect(message).not.toBe("");
    // U1001 is the suite's own name for a limit of depth or time.
    if (code === "U1001") expect(ours).toBe("expression_limit");
    else expect(jsonataCode).toBe(code);
  }
  expect(JSON.stringify(data)).toBe(before);
}
