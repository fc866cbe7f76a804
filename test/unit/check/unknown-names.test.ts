/** Unknown names in expressions: each is a problem with a suggestion. */
import { describe, expect, test } from "vitest";
import { checkFlow } from "#flow/check/check-flow.ts";
import { functionNames } from "#flow/expressions/function-names.ts";
import { compileTemplate, resolveTemplate } from "#flow/expressions/template.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import { aScope } from "../expressions/a-scope.ts";

function flow(value: string, expression = "true"): FlowDocument {
  return {
    schemaVersion: 1,
    inputs: [
      { name: "name", type: "text" },
      { name: "list", type: "json" },
    ],
    outputs: [],
    nodes: [
      { id: "start", type: "start", name: "Start", config: {} },
      { id: "fetch", type: "script", name: "Fetch it", config: { code: "return 1" } },
      { id: "check", type: "condition", name: "Check", config: { branches: [{ expression }] } },
      { id: "end", type: "end", name: "End", config: { outputs: [{ name: "out", value }] } },
    ],
    edges: [
      { from: "start", outcome: "next", to: "fetch" },
      { from: "fetch", outcome: "success", to: "check" },
      { from: "check", outcome: "if", to: "end" },
      { from: "check", outcome: "else", to: "end" },
    ],
  };
}
const problems = (value: string) =>
  checkFlow(flow(`{{ ${value} }}`), { variables: ["REGION"] }).map(({ code, suggestion, node }) => [code, suggestion, node]);

const unknown = "expression_unknown_name";
const brackets = "expression_text_in_brackets";

test.each([
  ["$json.name", unknown, "Did you mean steps.Start.name?"],
  ['$node["Fetch it"].json.total', unknown, "Did you mean steps.`Fetch it`.output.total?"],
  ["$input.name", unknown, "Did you mean steps.Start.name?"],
  ["$env.REGION", unknown, "Leave out the $: env.REGION."],
  ["$vars.REGION", unknown, "Did you mean env.REGION?"],
  ["$steps.Start.name", unknown, "Leave out the $: steps.Start.name."],
  ["$REGION", unknown, "Did you mean env.REGION?"],
  ["$name", unknown, "Did you mean steps.Start.name?"],
  ["$today", unknown, "Did you mean $now()?"],
  ["$lenght(steps.Start.name)", unknown, "Did you mean $length(…)?"],
  ["steps.Start.list ~> $summ", unknown, "Did you mean $sum?"],
  ["$toUpperCase(steps.Start.name)", unknown, "Use $uppercase(…)."],
  ["steps.Start.name.toUpperCase()", unknown, "Use $uppercase(…)."],
  ["steps.Start.name.trim()", unknown, "Functions start with $: $trim(…)."],
  ["length(steps.Start.name)", unknown, "Functions start with $: $length(…)."],
  ["now()", unknown, "Functions start with $: $now(…)."],
  ["($total := 1; $totl + 1)", unknown, "Did you mean $total?"],
  ["(($inner := 1); $inner)", unknown, undefined],
  ["$map(steps.Start.list, function($each) { $eahc.price })", unknown, "Did you mean $each?"],
  ["steps.Start.list[$price > 5]", unknown, undefined],
  ["$frobnicate(1)", unknown, "Use one of the functions that docs.jsonata.org describes, or a Script node."],
  ["steps['Fetch it'].output", brackets, "Write steps.`Fetch it`."],
  ['context.steps["Start"].name', brackets, "Write context.steps.Start."],
  ['steps.Start["name"]', brackets, "Write steps.Start.name."],
  ["env['REGION']", brackets, "Write env.REGION."],
  ["(context.steps)['Start']", brackets, "Write a dot and the name: .Start."],
  ["steps.`Fetch it`.output.rows[0]['total']", brackets, "Write steps.`Fetch it`.output.rows.total."],
])("%s is the problem %s: %s", (expression, code, suggestion) => {
  expect(problems(expression)).toEqual([[code, suggestion ?? expect.any(String), "end"]]);
});

test.each([
  ["(context.steps).Fech.output", "reference_unknown_step", "Correct the name"],
  ["((context).steps).`Fetch`.output", "reference_unknown_step", "Correct the name"],
  ["Start.name", "reference_unknown_variable", "Did you mean “steps.Start”?"],
  ["`Fetch it`.output", "reference_unknown_variable", "Did you mean “steps.`Fetch it`”?"],
  ["name", "reference_unknown_variable", "Did you mean “steps.Start.name”?"],
  ["REGION", "reference_unknown_variable", "Did you mean “env.REGION”?"],
])("%s is the problem %s", (expression, code, suggestion) => {
  expect(problems(expression)).toEqual([[code, expect.stringContaining(suggestion), "end"]]);
});

test("they are found wherever an expression may stand, each once", () => {
  const inText = checkFlow(flow("Hi {{ $json.a }} and {{ $lenght(1) }}"), { variables: [] });
  expect(inText.map(({ code }) => code)).toEqual([unknown, unknown]);
  const inBranch = checkFlow(flow("1", "$json.a > 5"), { variables: [] });
  expect(inBranch.map(({ code, node }) => [code, node])).toEqual([[unknown, "check"]]);
});

test.each([
  "(context.steps).Start.name",
  "$uppercase(steps.Start.name)",
  "$$.steps.Start.name",
  "steps.Start.list.$",
  "steps.Start.list[0]",
  "steps.Start.list[price > 5]",
  'steps.Start.list[name = "x"]',
  "steps.Start.list[$.price > 5].$string(price)",
  "steps.Start.list@$row#$at.{ 'a': $row.x, 'b': $at }",
  "steps.Start.list#$at[$at < 3]",
  "($f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }; $f(3))",
  "($even := function($n) { $n = 0 ? true : $odd($n - 1) }; $odd := function($n) { $n = 0 ? false : $even($n - 1) }; $even(4))",
  "($x := 1; ($y := 2; $x + $y))",
  "$map(steps.Start.list, λ($v, $i) { $v & $i })",
  "$sort(steps.Start.list, function($l, $r) { $l.price > $r.price })",
  "steps.Start.list ~> $map($string) ~> $join",
  "($first := $substring(?, 0, 1); $first(steps.Start.name))",
  "steps.Start.list ~> |$|{'a': 1}|",
  "steps.Start.list{name: $sum(price)}",
  "steps.Start.list^(>price).name",
  '$lookup(steps.Start.list, "name")',
  "$random()",
])("%s is none", (expression) => {
  expect(problems(expression)).toEqual([]);
});

describe("a version that was deployed before", () => {
  test("goes on: such a name is nothing in a run", async () => {
    expect(await resolveTemplate(compileTemplate("{{ $json.name }}"), aScope())).toBeNull();
    expect(await resolveTemplate(compileTemplate("{{ steps['Start'].name }}"), aScope({ steps: { Start: { name: "A" } } }))).toBeNull();
  });
});

test("the list of functions is JSONata's own", async () => {
  const given = await resolveTemplate(
    compileTemplate(`{{ [${[...functionNames].map((name) => `$exists($${name})`).join(",")}] }}`),
    aScope(),
  );
  expect(given).toEqual([...functionNames].map(() => true));
  expect(functionNames.size).toBe(65);
});
