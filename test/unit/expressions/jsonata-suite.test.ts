import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ExpressionError } from "#flow/expressions/expression-error.ts";
import { compileJsonata } from "#flow/expressions/jsonata-expression.ts";

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
const exceptions: Readonly<Record<string, string>> = {};

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
          if (expr === undefined) continue;
          const name = Array.isArray(content) ? `${group}/${file}#${i}` : `${group}/${file}`;
          if (exceptions[name] !== undefined) test.skip(`${name}: ${exceptions[name]}`, () => {});
          else test(`${name}: ${expr.replaceAll(/\s+/g, " ").slice(0, 80)}`, () => check(one, expr));
        }
      }
    });
  }
}

async function check(one: Case, expr: string): Promise<void> {
  const data = typeof one.dataset === "string" ? JSON.parse(readFileSync(join(suite, "datasets", `${one.dataset}.json`), "utf8")) : one.data;
  const before = JSON.stringify(data);
  const code = one.code ?? one.error?.code;
  if (code === undefined) {
    const value = await compileJsonata(expr, 0).evaluate(data, 0, one.bindings);
    expect(value).toEqual(one.undefinedResult ? null : one.result);
  } else {
    const failure: unknown = await (async () => compileJsonata(expr, 0).evaluate(data, 0, one.bindings))().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ExpressionError);
    const { jsonataCode, code: ours, message } = failure as ExpressionError;
    expect(message).toMatch(/^[A-Z$"({].*\.$/s);
    // U1001 is the suite's own name for a limit of depth or time.
    if (code === "U1001") expect(ours).toBe("expression_limit");
    else expect(jsonataCode).toBe(code);
  }
  expect(JSON.stringify(data)).toBe(before);
}
