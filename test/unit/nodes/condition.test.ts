import { describe, expect, test } from "vitest";
import { play } from "./node-world.ts";

const branch = (left: unknown, operator: string, right?: unknown) => ({
  criteria: [{ left, operator, ...(right === undefined ? {} : { right }) }],
});
const outcomeOf = async (branches: unknown[], input: Record<string, unknown>) => (await play("condition", { branches }, { input })).result;

describe("a condition", () => {
  test("leaves by the first branch that holds, else by else", async () => {
    const branches = [branch("{{steps.Start.a}}", "<", "5"), branch("{{steps.Start.a}}", "<", "10"), { expression: "steps.Start.a = 99" }];
    const outcomes = await Promise.all([4, 7, 99, 50].map(async (a) => (await outcomeOf(branches, { a })) as { outcome: string }));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["if", "elseif:1", "elseif:2", "else"]);
  });

  test("joins criteria by and unless told or, and looks no further than it must", async () => {
    const criteria = [
      { left: "{{steps.Start.a}}", operator: "==", right: 1 },
      { left: "{{steps.Start.b}}", operator: "exists" },
    ];
    expect(await outcomeOf([{ criteria }], { a: 1 })).toMatchObject({ outcome: "else" });
    expect(await outcomeOf([{ join: "or", criteria }], { a: 1 })).toMatchObject({
      outcome: "if",
      input: { branches: [{ criteria: [{ left: 1, operator: "==", right: 1, result: true }] }] },
    });
    expect(await outcomeOf([{ join: "or", criteria }], {})).toMatchObject({ outcome: "else" });
  });

  test("records what each criterion that it looked at was, and came to", async () => {
    expect(
      await outcomeOf([branch("{{steps.Start.a}}", ">", "5"), { expression: "{{steps.Start.list}}" }], { a: 3, list: [0, 1] }),
    ).toEqual({
      kind: "done",
      outcome: "elseif:1",
      output: { branch: "elseif:1" },
      input: {
        branches: [
          { outcome: "if", criteria: [{ left: 3, operator: ">", right: "5", result: false }], result: false },
          { outcome: "elseif:1", expression: [0, 1], result: true },
        ],
      },
    });
  });

  test("does not evaluate data: braces that arrive as input stay text", async () => {
    expect(
      await outcomeOf([branch("{{steps.Start.a}}", "==", "{{steps.Start.b}}")], { a: "{{env.SECRET}}", b: "{{env.SECRET}}" }),
    ).toMatchObject({ outcome: "if", input: { branches: [{ criteria: [{ left: "{{env.SECRET}}" }] }] } });
  });

  test("fails where a pattern that is known only in the run is none", async () => {
    expect(await outcomeOf([branch("{{steps.Start.a}}", "matches", "{{steps.Start.b}}")], { a: "x", b: "(" })).toMatchObject({
      kind: "fail",
      error: { code: "setting_invalid" },
    });
  });

  test("answers at once where all its sides are plain paths", async () => {
    const { declarationOf } = await import("#flow/nodes/registry.ts");
    const { resolveTemplate } = await import("#flow/expressions/template.ts");
    const declaration = declarationOf("condition")!;
    const scope = { steps: { Start: { a: 1 } }, env: {}, run: { id: "r", startedAt: 0, versionId: "v", mode: "sync" } };
    const config = declaration.compile(declaration.params.parse({ branches: [branch("{{steps.Start.a}}", "<", "5")] }));
    // Only what a condition reads of its world.
    const world = { config, scope, pace: { isDue: false }, resolve: (template: never) => resolveTemplate(template, scope) } as never;
    expect(declaration.execute(world)).not.toBeInstanceOf(Promise);
  });
});
