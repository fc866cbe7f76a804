import { resolveFlow } from "#flow/resolved/resolved-flow.ts";
import { describe, expect, test } from "vitest";
import { checkFlow } from "#flow/check/check-flow.ts";
import { canonicalText } from "#flow/json/canonical-text.ts";
import { compilePlan } from "#flow/engine/plan.ts";
import type { VersionId } from "#flow/ids.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import { parseDocument } from "#flow/check/parse-document.ts";
import contract from "../../fixtures/workflows/contract.json" with { type: "json" };

const note = { id: "n", text: "Why", position: { x: 1, y: 2 }, size: { width: 200, height: 100 }, colour: "blue" } as const;
type Editable = Record<string, never> & { nodes: { config: unknown }[] };
function edited(change: (flow: typeof contract & Record<string, unknown>) => void): unknown {
  const flow = structuredClone(contract) as typeof contract & Record<string, unknown>;
  change(flow);
  return flow;
}
const refusals = (value: unknown) => {
  const parsed = parseDocument(value);
  return parsed.ok ? [] : parsed.issues.map(({ path, code }) => `${path} ${code}`);
};
const setConfig = (index: number, config: unknown) =>
  edited((flow) => Object.assign((flow as unknown as Editable).nodes[index]!, { config }));

describe("a flow document", () => {
  test("comes back as it was sent", () => {
    expect(parseDocument(contract)).toEqual({ ok: true, document: contract });
  });

  test("may hold notes, which its compiled plan and its problems know nothing of", () => {
    const noted = { ...contract, notes: [note] } as FlowDocument;
    expect(parseDocument(noted)).toEqual({ ok: true, document: noted });
    const plan = (flow: unknown) => canonicalText(compilePlan("ver_1" as VersionId, resolveFlow(flow as FlowDocument)));
    expect(plan(noted)).toBe(plan(contract));
    expect(checkFlow(noted, { variables: [] })).toEqual(checkFlow(contract as FlowDocument, { variables: [] }));
  });

  test.each<[string, unknown, string[]]>([
    ["with a note of no size", { ...contract, notes: [{ ...note, size: { width: 0, height: 100 } }] }, ["/notes/0/size/width too_small"]],
    ["with a note of another colour", { ...contract, notes: [{ ...note, colour: "url(x)" }] }, ["/notes/0/colour invalid_value"]],
    ["with too long a note", { ...contract, notes: [{ ...note, text: "x".repeat(4_001) }] }, ["/notes/0/text too_big"]],
    ["that is no object", [], [" invalid_type"]],
    ["of another version", edited((flow) => Object.assign(flow, { schemaVersion: 2 })), ["/schemaVersion invalid_value"]],
    ["with an unknown key at the top", edited((flow) => Object.assign(flow, { extra: 1 })), ["/extra unknown_key"]],
    ["with an unknown key in a node", edited((flow) => Object.assign(flow.nodes[1]!, { colour: "red" })), ["/nodes/1/colour unknown_key"]],
    [
      "with an unknown key in a position",
      edited((flow) => Object.assign(flow.nodes[0]!, { position: { x: 0, y: 0, z: 0 } })),
      ["/nodes/0/position/z unknown_key"],
    ],
    [
      "with an unknown key in a config",
      setConfig(2, { code: "return 1", codes: 1, "a/b": 2 }),
      ["/nodes/2/config/codes unknown_key", "/nodes/2/config/a~1b unknown_key"],
    ],
    [
      "with an unknown key deep in a config that has other faults",
      setConfig(1, { branches: [{ criteria: [{ left: 1, operator: "??", rigth: 2 }] }] }),
      ["/nodes/1/config/branches/0/criteria/0/rigth unknown_key"],
    ],
    [
      "with an unknown type of node",
      edited((flow) => Object.assign(flow.nodes[2]!, { type: "teleport" })),
      ["/nodes/2/type unknown_node_type"],
    ],
    [
      "with a type that every object has",
      edited((flow) => Object.assign(flow.nodes[2]!, { type: "constructor" })),
      ["/nodes/2/type unknown_node_type"],
    ],
    [
      "with wrong types",
      edited((flow) => Object.assign(flow.nodes[2]!, { timeoutSec: "60", name: 5 })),
      ["/nodes/2/name invalid_type", "/nodes/2/timeoutSec invalid_type"],
    ],
    [
      "with a key called __proto__",
      JSON.parse('{"schemaVersion": 1, "nodes": [{"config": {"__proto__": {}}}]}'),
      ["/nodes/0/config/__proto__ forbidden_key"],
    ],
    [
      "with 10,001 nodes",
      edited((flow) => Object.assign(flow, { nodes: Array.from({ length: 10_001 }, () => flow.nodes[0]) })),
      ["/nodes too_big"],
    ],
  ])("%s is refused with the path", (_, value, expected) => {
    expect(refusals(value)).toEqual(expected);
  });

  test("with settings that are missing, invalid or out of range is saved all the same", () => {
    expect(refusals(setConfig(2, {}))).toEqual([]);
    expect(refusals(setConfig(2, { code: 5, language: "cobol" }))).toEqual([]);
    expect(
      refusals(edited((flow) => Object.assign(flow.nodes[2]!, { name: "", timeoutSec: -1, retry: { attempts: 99 }, parent: "x" }))),
    ).toEqual([]);
  });

  test("names the types that exist where one does not", () => {
    const parsed = parseDocument(edited((flow) => Object.assign(flow.nodes[2]!, { type: "teleport" })));
    expect(parsed).toMatchObject({
      ok: false,
      issues: [{ message: "Unknown node type “teleport”. The node types are start, end, api, condition, delay, script." }],
    });
  });
});
