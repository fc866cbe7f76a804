import { expect, test } from "vitest";
import { compileExpression, compileTemplate, renameNode, renameNodeInExpression } from "#flow/expressions/template.ts";

const brief = (text: string) =>
  compileTemplate(text).references.map(
    ({ root, name, path, dynamic }) => [root, ...(name === undefined ? [] : [name]), ...path].join("/") + (dynamic ? " ?" : ""),
  );

test.each([
  ["{{steps.Start.a}}", ["steps/Start/a"]],
  ["{{context.steps.`Fetch user`.output.body}} {{env.X}}", ["steps/Fetch user/output/body", "env/X"]],
  ["{{customer}}", ["customer ?"]],
  ["{{customer.name}}", ["customer/name"]],
  ["{{run.id}}{{trigger.body.x}}", ["run/id", "trigger/body/x"]],
  ["{{steps.A.output.rows[0].n}}", ["steps/A/output/rows/n"]],
  ["{{$sum(steps.A.output.x) + $count(steps.B.output)}}", ["steps/A/output/x", "steps/B/output"]],
  ["{{steps.A.output.items[price > $$.steps.B.output.limit].name}}", ["steps/A/output/items/name", "steps/B/output/limit"]],
  ["{{steps[env.KEY].output}}", ["steps ?"]],
  ["{{steps[env.KEY = 1]}}", ["steps ?"]],
  ["{{$lookup(steps, env.KEY)}}", ["steps ?", "env/KEY"]],
  ["{{steps.*.output}}", ["steps ?"]],
  ["{{**.output}}", ["* ?"]],
  ["{{$string($$)}}", ["* ?"]],
  ["{{$map(steps.A.output, function($v){ $v.steps & steps.B.output & $.env.Y })}}", ["steps/A/output", "steps/B/output", "env/Y"]],
  ["{{steps.(A.output)}}", ["steps/A/output"]],
  ["{{ steps.A.output ?: steps.B.output }}", ["steps/A/output", "steps/B/output"]],
  ["{{ {'k': steps.A.output, 'l': [steps.B.x, 1]} }}", ["steps/A/output", "steps/B/x"]],
  ['{{ steps."A \\"b\\"".output }}', ['steps/A "b"/output']],
  ["{{ steps.A.output.rows^(price).name }}", ["steps/A/output/rows"]],
  ["{{ steps.A.output{name: $sum(x)} }}", ["steps/A/output"]],
  ["{{ ($s := steps; $s.A) }}", ["steps ?"]],
  ["{{ $.steps.A.x }}{{ $$.context.steps.B.x & '' }}", ["steps/A/x", "steps/B/x"]],
  ["plain {{ 'steps.A' }} /* steps.B */", []],
])("%s refers to %j", (text, expected) => {
  expect(brief(text).toSorted()).toEqual(expected.toSorted());
});

test("a reference says where it stands in the whole text", () => {
  const text = "Dear {{steps.`A b`.output.name}}, {{ $sum(context.steps.B.output) }}";
  expect(compileTemplate(text).references.map(({ start, end }) => text.slice(start, end))).toEqual([
    "steps.`A b`.output.name",
    "context.steps.B.output",
  ]);
  const bare = "steps.A.x + 1";
  expect(compileExpression(bare).references.map(({ start, end }) => bare.slice(start, end))).toEqual(["steps.A.x"]);
});

test.each([
  ["{{steps.A.x}} steps.A.x", "B", "{{steps.B.x}} steps.A.x"],
  ["{{ steps.A.x }}", "Fetch user", "{{ steps.`Fetch user`.x }}"],
  ["{{steps.`A`.x}}{{steps.AB.x}}{{steps.a.x}}", "C", "{{steps.C.x}}{{steps.AB.x}}{{steps.a.x}}"],
  [
    "{{ $sum(steps.A.x) + context.steps.A.y - $$.steps.'A'.z }}",
    "and",
    "{{ $sum(steps.`and`.x) + context.steps.`and`.y - $$.steps.`and`.z }}",
  ],
  [
    "{{ steps.A.rows[n = $$.steps.A.n].(A.b) & 'steps.A' /* steps.A */ }}",
    "B",
    "{{ steps.B.rows[n = $$.steps.B.n].(A.b) & 'steps.A' /* steps.A */ }}",
  ],
  ["{{ steps.(A.x) }}", "B`c", '{{ steps.("B`c".x) }}'],
  ["{{ steps.A.x ?: steps.A.y }}{{ steps[0].A }}", "B", "{{ steps.B.x ?: steps.B.y }}{{ steps[0].B }}"],
  ["{{ broken ( }} {{steps.A.x}}", "B", "{{ broken ( }} {{steps.B.x}}"],
  ["{{ env.A }}{{ A }}{{ steps.B.A }}", "Z", "{{ env.A }}{{ A }}{{ steps.B.A }}"],
])("renaming A in %s to %s gives %s", (text, to, expected) => {
  const renamed = renameNode(text, "A", to);
  expect(renamed).toBe(expected);
});

test("a renamed text refers to the new name and can be renamed back", () => {
  for (const name of ["Fetch user", "B`c", 'q"uote', "back\\slash", "or", "1st", "Größe", "a.b", "{{x}}", "tab\there"]) {
    const renamed = renameNodeInExpression("$sum(steps.A.x)", "A", name);
    expect(compileExpression(renamed).references.map((one) => one.name)).toEqual([name]);
    expect(renameNodeInExpression(renamed, name, "A")).toBe("$sum(steps.A.x)");
  }
});
