import { expect, it, vi } from "vitest";
import { checkFlow } from "#flow/check/check-flow.ts";
import { parseDocument } from "#flow/check/parse-document.ts";
import { advance, initialState } from "#flow/engine/advance.ts";
import { compilePlan } from "#flow/engine/plan.ts";
import { placeOf } from "#flow/engine/place.ts";
import type { VersionId } from "#flow/ids.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import { resolveFlow } from "#flow/resolved/resolved-flow.ts";
import { firstFlow } from "#flow/templates/first-flow.ts";
import { managementOpenapi } from "#worker/routes/account/openapi.ts";
import { summaryOf } from "../../../web/editor/drawing/card-line.ts";
import { freeOutcomes, kindOf, nodeKinds } from "../../../web/editor/drawing/node-kinds.ts";
import { lookOf } from "../../../web/editor/drawing/node-look.ts";
import { addNodeChanges } from "../../../web/editor/document/new-nodes.ts";
import { applyChange } from "../../../web/editor/document/changes.ts";
import { suggestAt } from "../../../web/editor/inspector/suggest.ts";
import { canBePinned } from "../../../web/editor/test-run/run-data.ts";
import { play } from "./node-world.ts";

// The one line by which a type is added; the pages' module is then made as vite.config.ts makes it.
vi.mock("#flow/nodes/all-nodes.ts", async (original) => ({
  ...(await original<typeof import("#flow/nodes/all-nodes.ts")>()),
  ...(await import("../../fixtures/nodes/shout.ts")),
}));
vi.mock("virtual:node-types", async () => {
  const { describeTypes } = await import("#flow/nodes/describe-types.ts");
  return { nodeTypes: JSON.parse(JSON.stringify(describeTypes())) };
});

/** Start → Shout → End, as the canvas makes it. */
function shouting(config: Record<string, unknown>, returned = "{{steps.Shout.output.loud}}"): FlowDocument {
  const { node, changes } = addNodeChanges(firstFlow, "shout", { into: firstFlow.edges[0]! });
  const flow = changes.reduce((now, change) => applyChange(now, change, (each) => each)?.document ?? now, firstFlow);
  const configs: Record<string, FlowDocument["nodes"][number]["config"]> = {
    [node.id]: config,
    end: { outputs: [{ name: "result", value: returned }] },
  };
  return { ...flow, nodes: flow.nodes.map((each) => ({ ...each, config: configs[each.id] ?? each.config })) };
}
const codesOf = (flow: FlowDocument) => checkFlow(flow, { variables: [], profiles: [] }).map(({ code }) => code);

it("is in the palette, with its icon and family, before types whose titles come later", () => {
  expect(nodeKinds.map(({ title }) => title)).toEqual(["Start", "End", "API", "Condition", "Delay", "Script", "Shout"]);
  expect(lookOf("shout")).toEqual({ icon: "token", family: "data" });
});

it("is put on the canvas with its first settings, its name and its ways out", () => {
  const { node } = addNodeChanges(firstFlow, "shout", {});
  expect(node).toMatchObject({ name: "Shout", config: { text: "" } });
  expect(freeOutcomes(node, [])).toEqual(["success", "quiet"]);
  expect(canBePinned("shout")).toBe(true);
});

it("says on its card what it does", () => {
  const node = { id: "s", type: "shout", name: "Shout", config: { text: "{{steps.Start.text}}" } };
  expect(summaryOf(node, firstFlow)).toBe("Shouts text");
});

it("has a form with a field for each setting", () => {
  expect(kindOf("shout").fields).toMatchObject([
    { path: ["text"], kind: "value", title: "Text", description: "What to shout." },
    { path: ["marks"], kind: "number", title: "Exclamation marks", min: 0, max: 9 },
  ]);
});

it("is completed in expressions of later nodes", () => {
  const reach = { steps: [{ name: "Shout", type: "shout", always: true }], inputs: [], env: [], sample: undefined };
  const labels = suggestAt("{{Shout", 7, reach)?.items.map(({ label }) => label);
  expect(labels).toEqual(["steps.Shout.output", "steps.Shout.output.loud"]);
});

it("is taken by the server, and checked: its settings, its own problems and its expressions", () => {
  const good = shouting({ text: "{{steps.Start.text}}" });
  expect(parseDocument(good).ok).toBe(true);
  expect(codesOf(good)).toEqual([]);
  expect(codesOf(shouting({ text: "a", marks: 10 }))).toEqual(["setting_invalid"]);
  expect(codesOf(shouting({ text: "a", marks: 0 }))).toEqual(["shout_too_quiet"]);
  expect(codesOf(shouting({ text: "{{steps.Nobody.output}}" }))).toEqual(["reference_unknown_step"]);
  const open = { ...good, edges: good.edges.slice(0, 1) };
  expect(codesOf(open)).toContain("path_without_end");
  expect(parseDocument(shouting({ text: "a", volume: 3 })).ok).toBe(false);
});

it("is described in the OpenAPI document", () => {
  const { components } = managementOpenapi("https://millrace.example");
  expect(components?.schemas?.["ShoutNodeConfig"]).toMatchObject({
    description: "The `config` of a node of type `shout` (Shout). Writes a text in capitals. Outcomes: success, quiet.",
    properties: { text: { title: "Text" }, marks: { maximum: 9 } },
  });
});

it("runs, and its outcome decides which way the run goes on", async () => {
  const plan = compilePlan("ver_1" as VersionId, resolveFlow(shouting({ text: "{{steps.Start.text}}", marks: 2 })));
  const at = plan.nodes.findIndex(({ type }) => type === "shout");
  const end = plan.nodes.findIndex(({ isEnd }) => isEnd);
  let state = initialState(plan);
  const tell = (event: Parameters<typeof advance>[2]) => {
    const next = advance(plan, state, event);
    state = next.state;
    return next.commands;
  };
  tell({ kind: "run.started", at: 1, deadlineAt: null });
  expect(tell({ kind: "node.succeeded", at: 2, place: placeOf(plan.start), attempt: 1, outcome: "next" })).toMatchObject([
    { kind: "execute", place: placeOf(at) },
  ]);
  const { result } = await play("shout", { text: "{{steps.Start.text}}", marks: 2 }, { input: { text: "hello" } });
  expect(result).toEqual({ kind: "done", outcome: "success", output: { loud: "HELLO!!" } });
  expect(tell({ kind: "node.succeeded", at: 3, place: placeOf(at), attempt: 1, outcome: "success" })).toMatchObject([
    { kind: "execute", place: placeOf(end) },
  ]);
});
