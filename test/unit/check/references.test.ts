import { describe, expect, test } from "vitest";
import { checkFlow } from "#flow/check/check-flow.ts";
import type { FlowDocument, FlowNode } from "#flow/model/document.ts";

/** Start → Check. Its `if` leads to Big and then Last; its `else` leads directly to Last; then the End. */
function flow(last: Partial<FlowNode>, more: { big?: string; small?: string; output?: unknown; criterion?: string } = {}): FlowDocument {
  const { big = "return 1", small, output = "done", criterion = "{{steps.Start.a}}" } = more;
  return {
    schemaVersion: 1,
    inputs: [{ name: "a", type: "number" }],
    outputs: [],
    nodes: [
      { id: "start", type: "start", name: "Start", config: {} },
      {
        id: "check",
        type: "condition",
        name: "Check",
        config: { branches: [{ criteria: [{ left: criterion, operator: "==", right: "5" }] }] },
      },
      { id: "big", type: "script", name: "Big", config: { code: big } },
      ...(small === undefined ? [] : [{ id: "small", type: "script", name: "Small", config: { code: small } }]),
      { id: "last", type: "script", name: "Last", config: { code: "return 1" }, ...last },
      { id: "end", type: "end", name: "End", config: { outputs: [{ name: "x", value: output }] } },
    ],
    edges: [
      { from: "start", outcome: "next", to: "check" },
      { from: "check", outcome: "if", to: "big" },
      { from: "big", outcome: "success", to: "last" },
      ...(small === undefined
        ? [{ from: "check", outcome: "else", to: "last" }]
        : [
            { from: "check", outcome: "else", to: "small" },
            { from: "small", outcome: "success", to: "last" },
          ]),
      { from: "last", outcome: "success", to: "end" },
    ],
  };
}
const call = (text: string) => ({
  type: "api",
  config: { method: "POST", url: "https://example.com", body: { type: "json", value: { text } } },
});
const codes = (document: FlowDocument) => checkFlow(document, { variables: ["REGION"] }).map(({ code }) => code);

describe("a reference to a step that may not have run", () => {
  test.each([
    "{{steps.Big.output}}",
    "Text {{steps.Big.output}}",
    "{{steps.Big.output & '?'}}",
    "{{context.steps.Big.output.a + 1}}",
    "{{steps.`Big`.output}}",
  ])("is a warning in %s", (text) => {
    expect(codes(flow(call(text)))).toEqual(["reference_possibly_missing"]);
  });

  test.each([
    "{{steps.Big.output ?? 0}}",
    "{{steps.Big.output ? steps.Big.output.a : 0}}",
    "{{steps.Big.output ?: 0}}",
    "{{$exists(steps.Big.output)}}",
    "a {{steps.Big.output ?? 'none'}}",
  ])("is none in %s, which says what to do then", (text) => {
    expect(codes(flow(call(text)))).toEqual([]);
  });

  test("is a warning where another expression of the same text says what to do, but not its own", () => {
    expect(codes(flow(call("{{steps.Big.output}} {{steps.Big.status ?? 'none'}}")))).toEqual(["reference_possibly_missing"]);
  });

  test("is none as a whole output of an End, and a warning inside a text there", () => {
    expect(codes(flow({}, { output: "{{steps.Big.output}}" }))).toEqual([]);
    expect(codes(flow({}, { output: { deep: ["{{steps.Big.output}}"] } }))).toEqual([]);
    expect(codes(flow({}, { output: "It is {{steps.Big.output}}" }))).toEqual(["reference_possibly_missing"]);
  });

  test("is none as a side of a criterion, whose operators all say what they make of null", () => {
    const condition = { type: "condition", config: { branches: [{ criteria: [{ left: "{{steps.Big.output}}", operator: "exists" }] }] } };
    const document = flow(condition);
    document.edges.splice(-1, 1, { from: "last", outcome: "if", to: "end" }, { from: "last", outcome: "else", to: "end" });
    expect(codes(document)).toEqual([]);
  });

  test("is left to a script, which can look for itself; what can never have run is a problem there too", () => {
    expect(codes(flow({ config: { code: "return context.steps.Big?.output" } }))).toEqual([]);
    expect(codes(flow({}, { big: "return context.steps.Last.output" }))).toEqual(["reference_not_before"]);
    expect(codes(flow({}, { big: "return context['steps']['Lost']" }))).toEqual(["reference_unknown_step"]);
  });
});

describe("a variable that scripts set", () => {
  test("is known where it is set on every way, in whatever form", () => {
    expect(codes(flow(call("{{tone}}"), { big: "context.tone = 'a'", small: "context['tone'] = 'b'" }))).toEqual([]);
    expect(codes(flow(call("{{tone}}"), { big: "({ x: context.tone } = { x: 1 })", small: "context.tone ??= 'b'" }))).toEqual([]);
  });

  test("may be missing where only one way sets it", () => {
    expect(codes(flow(call("{{tone}}"), { big: "context.tone = 'a'" }))).toEqual(["reference_possibly_missing"]);
    expect(codes(flow(call("{{tone ?? 'dry'}}"), { big: "context.tone = 'a'" }))).toEqual([]);
  });

  test("is not there before the script has run", () => {
    expect(codes(flow(call("x"), { big: "context.tone = 'a'", criterion: "{{tone}}" }))).toEqual(["reference_not_before"]);
  });

  test("may be any where a script sets keys that cannot be told beforehand", () => {
    for (const big of ["context[name()] = 1", "Object.assign(context, { tone: 1 })", "const c = context; c.tone = 1", "fill(context)"])
      expect(codes(flow(call("{{tone}}"), { big })), big).toEqual([]);
  });

  test("is unknown where scripts only read", () => {
    for (const big of [
      "return context.tone",
      "const { tone } = context; return tone",
      "return { context: 1 }.context",
      "const context = {}; context.a = context.steps.Nowhere",
    ]) {
      expect(codes(flow(call("{{tone}}"), { big })), big).toEqual(big.startsWith("const context") ? [] : ["reference_unknown_variable"]);
    }
  });
});

describe("other references", () => {
  test.each<[string, string[]]>([
    ["{{env.REGION}}", []],
    ["{{env.Region}}", ["reference_unknown_env"]],
    ["{{trigger.anything}} {{run.id}} {{context.run.startedAt}}", []],
    ["{{steps.Start.a + steps.Start.b}}", ["reference_unknown_input"]],
    ["{{steps.Last.output}}", ["reference_not_before"]],
    ["{{steps.last.output}}", ["reference_unknown_step"]],
    ["{{steps.Big.outputs ?? 1}}", ["reference_unknown_field"]],
    ["{{currentItem.a}}", ["reference_outside_loop"]],
    ["{{$sum([1, 2])}} {{($x := 1; $x)}}", []],
    ["{{unclosed", ["expression_syntax"]],
  ])("%s", (text, expected) => {
    expect(codes(flow(call(text)))).toEqual(expected);
  });

  test("in a JSON body given as text are read as the run reads them", () => {
    const body = (value: string) => ({
      type: "api",
      config: { method: "POST", url: "https://example.com", body: { type: "json", value } },
    });
    expect(codes(flow(body('{"a": {{steps.Start.b}}}')))).toEqual(["reference_unknown_input"]);
    expect(codes(flow(body('{"a": "{{steps.Start.a & \\"y\\"}}"}')))).toEqual([]);
    expect(codes(flow(body('{"a": "{{steps.Start.a + }}"}')))).toEqual(["expression_syntax"]);
  });

  test("in scripts: top-level await and return parse, and the environment is checked", () => {
    expect(codes(flow({ config: { code: "const x = await Promise.resolve(env.REGION);\nif (x) return x" } }))).toEqual([]);
    expect(codes(flow({ config: { code: "return env.REGON + context.env.NOPE" } }))).toEqual([
      "reference_unknown_env",
      "reference_unknown_env",
    ]);
    expect(codes(flow({ config: { code: "import x from 'y'" } }))).toEqual(["script_syntax"]);
  });
});
