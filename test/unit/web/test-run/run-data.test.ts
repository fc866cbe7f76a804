import { describe, expect, it } from "vitest";
import {
  afterEvent,
  lineOf,
  neededFor,
  nodesUpTo,
  type RunDetail,
  runStatesOf,
  type RunStep,
  scopeOf,
} from "../../../../web/editor/test-run/run-data.ts";

const node = (id: string, type: string, name = id) => ({ id, type, name, config: {} });
const flow = {
  schemaVersion: 1 as const,
  inputs: [],
  outputs: [],
  nodes: [
    node("s", "start", "Start"),
    node("a", "api", "Get"),
    node("c", "condition", "Big"),
    node("x", "script", "Sum"),
    node("y", "script", "Other"),
  ],
  edges: [
    { from: "s", outcome: "next", to: "a" },
    { from: "a", outcome: "success", to: "c" },
    { from: "c", outcome: "if", to: "x" },
    { from: "c", outcome: "else", to: "y" },
  ],
};
const step = (nodeId: string, output: unknown, more: Partial<RunStep> = {}): RunStep => ({
  place: "1",
  nodeId,
  name: nodeId,
  type: "script",
  status: "Success",
  attempts: 1,
  startedAt: "2026-01-01T00:00:00.000Z",
  endedAt: "2026-01-01T00:00:00.005Z",
  durationMs: 5,
  outcome: "success",
  input: null,
  output,
  error: null,
  logs: [],
  ...more,
});
const detail = (status: RunDetail["status"], steps: RunStep[]): RunDetail => ({
  runId: "run_1",
  status,
  startedAt: "2026-01-01T00:00:00.000Z",
  endedAt: null,
  durationMs: null,
  input: {},
  output: null,
  warnings: [],
  error: null,
  nodesExecuted: steps.length,
  steps,
});

const inputs = ["n", "m"].map((name) => ({ name, type: "number" as const, mandatory: true }));
const withTexts = (texts: Readonly<Record<string, string>>) => ({
  ...flow,
  inputs,
  nodes: flow.nodes.map((each) => ({ ...each, config: { text: texts[each.id] ?? "" } })),
});

describe("what a test run shows", () => {
  it("lights nodes up as events name them", () => {
    const idOf = (name: string) => flow.nodes.find((each) => each.name === name)?.id;
    let states = afterEvent(new Map(), { name: "node.started", data: { node: "Get" } }, idOf);
    expect(states.get("a")).toEqual({ status: "In Progress" });
    states = afterEvent(states, { name: "node.succeeded", data: { node: "Get", outcome: "success" } }, idOf);
    states = afterEvent(states, { name: "node.failed", data: { node: "Sum", error: { message: "No" } } }, idOf);
    states = afterEvent(states, { name: "node.started", data: { node: "Gone" } }, idOf);
    expect([...states]).toEqual([
      ["a", { status: "Success", outcome: "success" }],
      ["x", { status: "Failed", line: "No" }],
    ]);
  });

  it("calls what did not run skipped only once the run is over", () => {
    const steps = [step("x", { sum: 3 })];
    expect(runStatesOf(detail("In Progress", steps), ["x", "y"]).get("y")).toBeUndefined();
    const over = runStatesOf(detail("Success", steps), ["x", "y"]);
    expect(over.get("y")).toEqual({ status: "Skipped" });
    expect(over.get("x")).toEqual({ status: "Success", durationMs: 5, line: '{"sum":3}', outcome: "success" });
  });

  it("gives expressions what they would see, by the nodes' present names, pinned outputs first", () => {
    const samples = new Map([
      ["s", step("s", { total: 5 }, { type: "start" })],
      ["a", step("a", { status: 200 })],
    ]);
    const scope = scopeOf(flow, samples, new Map([["x", { sum: 9 }]]), { KEY: "v" }, "run_1");
    expect(scope).toMatchObject({
      steps: { Start: { total: 5 }, Get: { output: { status: 200 }, status: "Success", durationMs: 5 }, Sum: { output: { sum: 9 } } },
      env: { KEY: "v" },
    });
    expect(Object.keys(scope?.steps ?? {})).toEqual(["Start", "Get", "Sum"]);
    expect(scopeOf(flow, new Map(), new Map(), {}, "")).toBeUndefined();
  });

  it("knows what leads to a node, and whose outputs can stand in for it", () => {
    expect(nodesUpTo(flow, "x")).toEqual(["s", "a", "c", "x"]);
    const reading = withTexts({ x: "context.steps.Get.output" });
    expect(neededFor(reading, "x", new Map([["a", step("a", 1)]]), new Map()).given).toEqual([{ id: "a", name: "Get", output: 1 }]);
    expect(neededFor(reading, "x", new Map(), new Map([["a", 2]])).given).toEqual([{ id: "a", name: "Get", output: 2 }]);
  });

  it("asks for a test of one node for nothing that it does not read", () => {
    const none = neededFor(flow, "x", new Map(), new Map());
    expect([none.given, none.unread, [...none.inputs]]).toEqual([[], ["a"], []]);
    // What a condition on the way reads decides whether the node is reached.
    const byCondition = withTexts({ x: "return 1", c: "steps.Start.n > 1" });
    expect([...neededFor(byCondition, "x", new Map(), new Map()).inputs]).toEqual(["n"]);
    // A step without an output runs, and reads what it reads.
    const byStep = withTexts({ x: "context.steps.Get.output", a: "{{steps.Start.m}}" });
    expect([...neededFor(byStep, "x", new Map(), new Map()).inputs]).toEqual(["m"]);
    expect([...neededFor(byStep, "x", new Map(), new Map([["a", 1]])).inputs]).toEqual([]);
  });

  it("shortens a value to one line", () => {
    expect(lineOf("a\n  b")).toBe("a b");
    expect(lineOf({ a: [1] })).toBe('{"a":[1]}');
    expect(lineOf(null)).toBeUndefined();
    expect(lineOf("x".repeat(100))).toHaveLength(80);
  });
});
