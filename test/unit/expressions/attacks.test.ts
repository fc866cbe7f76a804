import { expect, test } from "vitest";
import { compileExpression, resolveTemplate } from "#flow/expressions/template.ts";
import { aScope } from "./a-scope.ts";

const hostile = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "x": 1}') as unknown;
const big = "a".repeat(1_000_000);
const scope = aScope({
  steps: {
    A: {
      output: hostile,
      input: {
        list: [3, 1, 2],
        key: "__proto__",
        text: "$eval('1')",
        big,
        lambda: { _jsonata_lambda: true, thunk: true, body: { type: "number", value: 42 }, arguments: [] },
      },
    },
  },
});
const evaluate = async (text: string): Promise<unknown> => resolveTemplate(compileExpression(text), scope);

test.each(["constructor", "__proto__", "prototype", "toString", "hasOwnProperty", "__defineGetter__", "__lookupGetter__", "valueOf"])(
  "%s reaches nothing that is not data",
  async (name) => {
    for (const text of [
      `steps.A.input.${name}`,
      `steps.A.input.list.${name}`,
      `steps.A.input.key.${name}`,
      `$$.${name}`,
      `context.${name}`,
      `$lookup(steps.A.input, "${name}")`,
      `$lookup(steps.A.input.list, "${name}")`,
      `$sum.${name}`,
      `function($x){$x}.${name}`,
      `$${name}`,
      `steps.A.input.${name}.${name}`,
      `$map([1], function($v){ $v.${name} })`,
      `/a/.${name}`,
      `$match("a", /a/).${name}`,
      `{"a": 1}.${name}`,
      `[1,2].${name}`,
    ]) {
      expect(await evaluate(text), text).toBeNull();
    }
  },
);

test("own data under dangerous names is data, and making such names changes no prototype", async () => {
  expect(await evaluate("steps.A.output.constructor.prototype.polluted")).toBe(1);
  expect(await evaluate("steps.A.output.__proto__.polluted")).toBe(1);
  const made = [
    'steps.A.input.{key: {"polluted": 1}}',
    '{"__proto__": {"polluted": 1}}',
    '$merge([steps.A.output, {"__proto__": {"polluted": 1}}])',
    "$spread(steps.A.output)",
    "$each(steps.A.output, function($v, $k){ {$k: $v} })",
    "$sift(steps.A.output, function(){true})",
    'steps.A.output ~> |$|{"__proto__": {"polluted": 1}}|',
    "$clone(steps.A.output)",
    '[1,2]{"__proto__": $}',
    'steps.A.input.list#$__proto__.{"i": $__proto__}',
    '($__proto__ := {"polluted": 1}; $constructor := 1; $__proto__)',
    'steps.A.input.list{"constructor": {"prototype": 1}}',
  ];
  for (const text of made) {
    await evaluate(text);
    expect(({} as { polluted?: unknown }).polluted, text).toBeUndefined();
    expect(([] as { polluted?: unknown }).polluted, text).toBeUndefined();
  }
  const value = (await evaluate('{"__proto__": {"polluted": 1}}')) as object;
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.keys(value)).toEqual(["__proto__"]);
});

test("text and objects of the run are never code", async () => {
  expect(await evaluate("steps.A.input.text")).toBe("$eval('1')");
  await expect(evaluate("$eval(steps.A.input.text)")).rejects.toMatchObject({ code: "expression_failed" });
  await expect(evaluate("$map([1], $eval)")).rejects.toMatchObject({ code: "expression_failed" });
  for (const text of [
    "steps.A.input.lambda()",
    "steps.A.input.lambda(1)",
    "$map([1], steps.A.input.lambda)",
    "(function(){steps.A.input.lambda})()",
    "1 ~> steps.A.input.lambda",
  ]) {
    expect(await evaluate(text).catch(() => "failed"), text).not.toBe(42);
  }
  await expect(evaluate("{'_jsonata_lambda': true}")).rejects.toMatchObject({ jsonataCode: "D1013" });
});

test.each([
  ["endless recursion", "($f := function($n){ 1 + $f($n) }; $f(1))"],
  ["an endless tail call", "($f := function($n){ $f($n + 1) }; $f(1))"],
  ["two functions that call one another", "($f := function(){ $g() }; $g := function(){ $f() }; $f())"],
  ["a function applied to itself", "($w := function($x){ $x($x) }; $w($w))"],
  ["a long range", "[1..10000000]"],
  ["ranges multiplied", "[1..1000].([1..1000]).([1..1000])"],
  ["ranges multiplied and only counted", "$count([1..1000].([1..1000].$string()))"],
  ["padding by an argument", '$pad("x", 1000000000)'],
  ["padding with a long text", '$pad("x", -9000000, $pad("y", 8000000))'],
  ["a text doubled", '$reduce([1..40], function($a, $i){ $a & $a }, "xxxxxxxx")'],
  ["a text doubled by $join", '$reduce([1..40], function($a, $i){ $join([$a, $a]) }, "xxxxxxxx")'],
  ["a text doubled by $replace", '$reduce([1..40], function($a, $i){ $replace($a, "x", "xx") }, "xxxxxxxx")'],
  ["a text doubled by a pattern", '$reduce([1..40], function($a, $i){ $replace($a, /x+/, "$0$0") }, "xxxxxxxx")'],
  ["a replacement full of the match", 'steps.A.input.big ~> $replace(/a+/, $join([1..2000].("$0")))'],
  ["a list doubled", "$reduce([1..40], function($a, $i){ $append($a, $a) }, [1,2,3])"],
  ["a list doubled by its constructor", "$reduce([1..40], function($a, $i){ [$a, $a] }, [1,2,3])"],
  ["objects that share their parts", '$string($reduce([1..60], function($a, $i){ {"a": $a, "b": $a} }, 1))'],
  ["objects that share their parts as a result", '$reduce([1..60], function($a, $i){ {"a": $a, "b": $a} }, 1)'],
  [
    "objects that share their parts compared",
    '($f := function(){ $reduce([1..60], function($a, $i){ {"a": $a, "b": $a} }, 1) }; $f() = $f())',
  ],
  ["lists that share their parts", "$boolean($reduce([1..60], function($a, $i){ [[$a], [$a]] }, 1))"],
  ["lists that share their parts as a condition", "$reduce([1..60], function($a, $i){ [[$a], [$a]] }, 1) ? 1 : 2"],
  [
    "mapped lists that share their parts as a condition",
    "$reduce([1..60], function($a, $i){ $map([1,2], function(){ $a }) }, [1,2]) ? 1 : 2",
  ],
  ["stepped lists that share their parts as a condition", "$reduce([1..60], function($a, $i){ ([1..2]).[$a] }, [1,2]) ? 1 : 2"],
  ["lists that share their parts under a wildcard", '{"k": $reduce([1..60], function($a, $i){ [[$a], [$a]] }, 1)}.*'],
  ["all descendants of shared parts", '$reduce([1..60], function($a, $i){ {"a": $a, "b": $a} }, 1).**'],
  ["every part compared with every other", "$count([1..2000].($x := $; [1..2000][$ = $x]))"],
  ["a long text split into characters", '$split(steps.A.input.big, "")'],
  ["a long text split by a pattern", "$split(steps.A.input.big, /a/)"],
  ["all matches in a long text", "$match(steps.A.input.big, /a/)"],
  ["a long text matched again and again", "[1..1000].$contains($$.steps.A.input.big, /b/)"],
  ["a long text written again and again", "[1..1000].$uppercase($$.steps.A.input.big)"],
  ["a large pattern", "$contains('a', /(abcdefghij){1,900}/)"],
  ["a picture of many parts", "$toMillis('11111111111111111111111111111111111111111111x', '[Y][M][D][H][m][s][f][Y][M][D][H][m][s]')"],
  ["a signature that would backtrack", "(function($a)<n+n+n+n+n+n+n+s>{ 1 })(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)"],
  ["a long list ordered by JSONata", "[1..20000]^(>$)"],
  ["a long list grouped under one key", '$count([1..90000]{"k": $}.k)'],
  ["a long list made distinct", '$distinct([1..20000].{"n": $})'],
  ["many arguments zipped", "$count([1..1000].$zip([1..1000], [1..1000]))"],
  ["a deep result", "$reduce([1..500], function($a, $i){ {'a': $a} }, 1)"],
])(
  "%s ends within bounds",
  async (_name, text) => {
    const begun = performance.now();
    const failure: unknown = await evaluate(text).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: "expression_limit",
      message: expect.stringMatching(/\.$/),
      suggestion: expect.stringMatching(/\.$/),
    });
    // A generous bound that only a runaway exceeds: 2 s is what the slowest takes on a machine under load.
    expect(performance.now() - begun).toBeLessThan(8_000);
  },
  20_000,
);

test.each([
  ["brackets", "(".repeat(20_000)],
  ["an operator", "1" + "+1".repeat(10_000)],
  ["defaults", "(".repeat(30) + "a" + " ?: b)".repeat(30)],
  ["text", `"${"x".repeat(40_000)}"`],
  ["lists", "[".repeat(5_000) + "]".repeat(5_000)],
  ["negations", "-".repeat(20_000) + "1"],
])("an expression nested or long in %s is refused when it is read", (_name, text) => {
  expect(() => compileExpression(text)).toThrow(expect.objectContaining({ code: "expression_limit" }));
});

test("a pattern that would backtrack runs in linear time", async () => {
  const begun = performance.now();
  expect(await evaluate("$contains(steps.A.input.big & 'b', /^(a+)+$/)")).toBe(false);
  expect(await evaluate("$contains($substring(steps.A.input.big, 0, 5000) & 'b', /^(a|a)*?(a|aa)+$/)")).toBe(false);
  expect(performance.now() - begun).toBeLessThan(8_000);
});

test.each([
  "[Y0001][M01][D01][H01][m01][s01][f001]",
  "[Y]-[M]-[D] [H]:[m]:[s].[f]",
  "[Y0001][M][D][H01][m01][s01]",
  "[D1o] [MNn] [YWw]",
  "[YWw][MWw][DWw]",
])("reading a time as %s does not backtrack for long", async (picture) => {
  const begun = performance.now();
  for (const text of ["1".repeat(63) + "x", "1-".repeat(31) + "x", "one ".repeat(15) + "x", "a".repeat(63) + "1"])
    await evaluate(`$toMillis("${text}", "${picture}")`).catch(() => undefined);
  expect(performance.now() - begun).toBeLessThan(4_000);
});

test("a failed expression leaves the next one as fast and right as before", async () => {
  await evaluate("[$error('x'), [1..1000].[1..1000].$string()]").catch(() => undefined);
  await evaluate("[[1..100000].$string(), $error('x')]").catch(() => undefined);
  expect(await evaluate("$sum([1..100])")).toBe(5050);
});

test("ordinary work stays well inside the bounds", async () => {
  expect(await evaluate("$count([1..10000].{'id': $, 'name': 'n' & $})")).toBe(10_000);
  expect(await evaluate("$sort([1..5000], function($a, $b){ $a < $b })[0]")).toBe(5000);
  expect(await evaluate("[1..3000].{'n': $}^(>n)[0].n")).toBe(3000);
  expect(await evaluate("$length(steps.A.input.big)")).toBe(1_000_000);
  expect(await evaluate("($f := function($n){ $n = 0 ? 0 : 1 + $f($n - 1) }; $f(1000))")).toBe(1000);
});
