import { expect, test } from "vitest";
import { linesLeft, renameInputInScript, renameNodeInScript } from "#flow/expressions/rename-in-script.ts";

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

test.each([
  ["return (context.steps).Old", "New $&", 'return (context.steps)["New $&"]'],
  ["return ((context).steps)?.Old.x", "a b", 'return ((context).steps)?.["a b"].x'],
  ["return (context.steps) /* c */ .Old", "New", "return (context.steps) /* c */ .New"],
  ["return context.steps[`Old`].output", "New", 'return context.steps["New"].output'],
  ["return context[`steps`]['Old']", "New", 'return context[`steps`]["New"]'],
  ["const s = context.steps; return s.Old.output", "New", "const s = context.steps; return s.New.output"],
  ["const c = context; const { steps: all } = c; return all.Old", "New", "const c = context; const { steps: all } = c; return all.New"],
  ["const { steps: { Old } } = context; return Old", "New", "const { steps: { Old } } = context; return Old"],
  ['const { ["Old"]: x } = context.steps; return x', "New", 'const { ["New"]: x } = context.steps; return x'],
])("renaming Old in %s to %s", (code, to, expected) => {
  expect(renameNodeInScript(code, "Old", to)).toBe(expected);
});

test.each<[string, number[]]>([
  ["const name = 'Old';\nreturn context.steps[name]", [1]],
  ["return Object.keys(context.steps)\n  .filter((key) => key !== `Old ${1}`)", [2]],
  ["function f(all) {\n  return all.Old\n}\nreturn f(context.steps)", [2]],
  ["let s = context.steps\ns = {}\nreturn s.Old", [3]],
  ["const read = (c) => c.steps.Old\nreturn read(context)", [1]],
  ["const x = await f(() => context.steps.Old", [1]],
  ["return context.steps.Old", []],
  ["const s = context.steps; return s.Old.output", []],
  ["const { steps } = context;\nreturn 'Old' + steps.Other.x", []],
  ["for (const key of Object.keys(context.steps)) log(key)", []],
])("what may be left of Old in %j is on the lines %j", (code, lines) => {
  expect(linesLeft(code, "Old", "New")).toEqual(lines);
});
