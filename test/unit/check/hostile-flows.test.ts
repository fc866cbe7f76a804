import { expect, test } from "vitest";
import { checkFlow } from "#flow/check/check-flow.ts";
import type { FlowDocument, FlowEdge, FlowNode } from "#flow/model/document.ts";
import { parseDocument } from "#flow/check/parse-document.ts";

const start: FlowNode = { id: "start", type: "start", name: "Start", config: {} };
const end: FlowNode = { id: "end", type: "end", name: "End", config: { outputs: [{ name: "x", value: 1 }] } };
const script = (i: number, code = "return 1"): FlowNode => ({ id: `s${i}`, type: "script", name: `S${i}`, config: { code } });
const flow = (nodes: FlowNode[], edges: FlowEdge[]): FlowDocument => ({
  schemaVersion: 1,
  inputs: [],
  outputs: [],
  nodes: [start, ...nodes, end],
  edges,
});
const many = (count: number) => Array.from({ length: count }, (_, i) => i);
const chain = (count: number): FlowEdge[] => [
  { from: "start", outcome: "next", to: "s0" },
  ...many(count).map((i) => ({ from: `s${i}`, outcome: "success", to: i === count - 1 ? "end" : `s${i + 1}` })),
];

/** Each is as large as a document may be, and shaped to make a careless check quadratic or worse. */
const shapes: [string, () => FlowDocument][] = [
  [
    "a chain of 9,000 nodes",
    () =>
      flow(
        many(9_000).map((i) => script(i)),
        chain(9_000),
      ),
  ],
  [
    "one circle of 9,000 nodes",
    () =>
      flow(
        many(9_000).map((i) => script(i)),
        [...chain(9_000), { from: "s8999", outcome: "failure", to: "s0" }],
      ),
  ],
  ["50,000 equal edges", () => flow([script(0)], [...chain(1), ...many(49_000).map(() => ({ from: "start", outcome: "next", to: "s0" }))])],
  [
    "a node with 9,000 edges out, all into one",
    () =>
      flow(
        many(9_000).map((i) => script(i)),
        many(9_000).flatMap((i) => [
          { from: "start", outcome: "next", to: `s${i}` },
          { from: `s${i}`, outcome: "success", to: "end" },
        ]),
      ),
  ],
  [
    "9,000 references to steps that do not exist",
    () =>
      flow(
        many(9_000).map((i) => script(i, `return context.steps.T${i}`)),
        chain(9_000),
      ),
  ],
  [
    "9,000 scripts that set the same variable, and 300 that want it",
    () =>
      flow(
        [
          ...many(8_700).map((i) => script(i, "context.a = 1; return 1")),
          ...many(300).map((i): FlowNode => ({ id: `s${8_700 + i}`, type: "delay", name: `D${i}`, config: { seconds: "{{a}}" } })),
        ],
        chain(9_000),
      ),
  ],
  [
    "4,000 branches, each asked about at the end",
    () =>
      flow(
        [
          ...many(4_000).flatMap((i): FlowNode[] => [
            { id: `s${2 * i}`, type: "condition", name: `C${i}`, config: { branches: [{ expression: "true" }] } },
            script(2 * i + 1),
          ]),
          {
            id: "s8000",
            type: "delay",
            name: "Last",
            config: {
              seconds: many(500)
                .map((i) => `{{steps.S${16 * i + 1}.output}}`)
                .join(""),
            },
          },
        ],
        [
          { from: "start", outcome: "next", to: "s0" },
          ...many(4_000).flatMap((i) => [
            { from: `s${2 * i}`, outcome: "if", to: `s${2 * i + 1}` },
            { from: `s${2 * i}`, outcome: "else", to: `s${2 * i + 2}` },
            { from: `s${2 * i + 1}`, outcome: "success", to: `s${2 * i + 2}` },
          ]),
          { from: "s8000", outcome: "success", to: "end" },
        ],
      ),
  ],
  ["a script nested 200,000 deep", () => flow([script(0, "(".repeat(200_000))], chain(1))],
  ["a script whose tree is 20,000 deep", () => flow([script(0, `return ${"1+".repeat(20_000)}1`)], chain(1))],
  [
    "an expression nested 100,000 deep",
    () => flow([{ ...script(0), type: "delay", config: { seconds: `{{${"(".repeat(100_000)}1${")".repeat(100_000)}}}` } }], chain(1)),
  ],
  [
    "a JSON body nested 60,000 deep",
    () =>
      flow(
        [
          {
            ...script(0),
            type: "api",
            config: { method: "POST", url: "https://example.com", body: { type: "json", value: "[".repeat(60_000) } },
          },
        ],
        chain(1),
      ),
  ],
];

test.each(shapes)("%s is checked within seconds", (name, make) => {
  const parsed = parseDocument(make());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues.slice(0, 3)));
  const begin = performance.now();
  checkFlow(parsed.document, { variables: [] });
  const ms = performance.now() - begin;
  console.log(`${name}: ${ms.toFixed(0)} ms`);
  expect(ms).toBeLessThan(5_000);
});
