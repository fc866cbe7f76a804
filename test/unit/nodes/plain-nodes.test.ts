import { describe, expect, test } from "vitest";
import { play } from "./node-world.ts";

test("Start gives the run's input as its output", async () => {
  expect((await play("start", {}, { input: { a: 1 } })).result).toEqual({ kind: "done", outcome: "next", output: { a: 1 } });
});

describe("an End", () => {
  test("gives its outputs with their types, null for what is missing", async () => {
    const outputs = [
      { name: "sum", value: "{{steps.Start.a}}" },
      { name: "text", value: "a = {{steps.Start.a}}" },
      { name: "gone", value: "{{steps.Sum.output.sum}}" },
      { name: "fixed", value: 5 },
      { name: "object", value: { list: ["{{steps.Start.a}}"] } },
    ];
    expect((await play("end", { outputs }, { input: { a: 3 } })).result).toEqual({
      kind: "done",
      outcome: "",
      output: { sum: 3, text: "a = 3", gone: null, fixed: 5, object: { list: [3] } },
    });
  });

  test("that fails the run says with what message", async () => {
    const outputs = [{ name: "a", value: 1 }];
    expect(
      (await play("end", { outputs, fail: true, message: "No stock of {{steps.Start.a}}" }, { input: { a: "tea" } })).result,
    ).toMatchObject({ kind: "fail", output: { a: 1 }, error: { code: "run_failed", message: "No stock of tea", fatal: true } });
    expect((await play("end", { outputs, fail: true })).result).toMatchObject({
      kind: "fail",
      error: { message: "The workflow marked this run as failed." },
    });
    expect((await play("end", { outputs, message: "unused" })).result).toMatchObject({ kind: "done" });
  });
});

describe("a script node", () => {
  test("shows the script the run's data, and of the environment only what is not secure", async () => {
    const { scripts } = await play(
      "script",
      { code: "return 1" },
      { input: { a: 1 }, env: { REGION: "eu", TOKEN: "secret" }, plainEnv: { REGION: "eu" } },
    );
    expect(scripts).toMatchObject([
      { code: "return 1", context: { steps: { Start: { a: 1 } }, env: { REGION: "eu" } }, env: { REGION: "eu" } },
    ]);
    expect(JSON.stringify(scripts)).not.toContain("secret");
  });

  test("passes on output, logs and what the script set", async () => {
    expect(
      (await play("script", { code: "x" }, { script: { ok: true, output: { a: 1 }, set: { total: 5 }, logs: ["hello"] } })).result,
    ).toEqual({ kind: "done", outcome: "success", output: { a: 1 }, set: { total: 5 }, logs: ["hello"] });
  });

  test("fails as the script failed, its log kept", async () => {
    const error = { code: "script_error", message: "boom", class: "other" } as const;
    expect((await play("script", { code: "x" }, { script: { ok: false, error, logs: ["before"] } })).result).toEqual({
      kind: "fail",
      error,
      logs: ["before"],
    });
  });
});
