import { expect, test } from "vitest";
import { renameInputInScript, renameNodeInScript } from "#flow/expressions/rename-in-script.ts";

test.each([
  ["return context.steps.A.x + context.steps.AB.x", "B", "return context.steps.B.x + context.steps.AB.x"],
  ['return context.steps["A"].x + context["steps"].A.x', "B", 'return context.steps["B"].x + context["steps"].B.x'],
  ["return context.steps.A.x", "Fetch user", 'return context.steps["Fetch user"].x'],
  [
    "return context.steps?.A?.x ?? context.steps ?. A",
    "Fetch user",
    'return context.steps?.["Fetch user"]?.x ?? context.steps?.["Fetch user"]',
  ],
  ["const { steps } = context;\nreturn steps.A.x", "B", "const { steps } = context;\nreturn steps.B.x"],
  ["const steps = [1]; return steps.A", "B", "const steps = [1]; return steps.A"],
  ["const { A, C } = context.steps; return A", "B", "const { B: A, C } = context.steps; return A"],
  ["const { A: a = 1 } = context.steps; return a", "b c", 'const { "b c": a = 1 } = context.steps; return a'],
  [
    "// context.steps.A\nreturn 'context.steps.A' + `${context.steps.A}`",
    "B",
    "// context.steps.A\nreturn 'context.steps.A' + `${context.steps.B}`",
  ],
  ["return context.steps[name].A + env.A + context.A", "B", "return context.steps[name].A + env.A + context.A"],
  ["const x = await f(() => context.steps.A.x", "B", "const x = await f(() => context.steps.A.x"],
])("renaming A in %s to %s", (code, to, expected) => {
  expect(renameNodeInScript(code, "A", to)).toBe(expected);
});

test.each([
  ["return context.steps.Start.A.x + context.steps.Other.A", "B", "return context.steps.Start.B.x + context.steps.Other.A"],
  ['return context.steps["Start"]?.A ?? context.steps.Start["A"]', "B", 'return context.steps["Start"]?.B ?? context.steps.Start["B"]'],
  ["const { A, C } = context.steps.Start; return A", "B", "const { B: A, C } = context.steps.Start; return A"],
  ["const { steps } = context; return steps.Start.A", "B", "const { steps } = context; return steps.Start.B"],
  ["return context.steps.Start.output.A + env.A", "B", "return context.steps.Start.output.A + env.A"],
])("renaming the input A in %s to %s", (code, to, expected) => {
  expect(renameInputInScript(code, "Start", "A", to)).toBe(expected);
});
