import { describe, expect, it } from "vitest";
import * as model from "#flow/model/document.ts";
import { firstFlow } from "#flow/templates/first-flow.ts";
import { parseDocument } from "#flow/check/parse-document.ts";
import { limits } from "#flow/limits.ts";
import { applyChange, type Change } from "../../../../web/editor/document/changes.ts";
import { copyText, pasteChanges, readClip } from "../../../../web/editor/canvas/clipboard.ts";
import { addNodeChanges, freeName } from "../../../../web/editor/document/new-nodes.ts";
import { nodeKinds, outcomesOf } from "../../../../web/editor/drawing/node-kinds.ts";
import { fitNote, maxNoteText, newNote, noteColours, noteSides } from "../../../../web/editor/document/notes.ts";
import { refuseEdge } from "../../../../web/editor/document/refuse-edge.ts";
import { renameReferences } from "../../../../web/editor/document/rename-references.ts";

const after = (changes: readonly Change[], from = firstFlow) =>
  changes.reduce((now, change) => applyChange(now, change, renameReferences)?.document ?? now, from);

describe("what the canvas knows of node types", () => {
  it("has a way out of a Condition for each branch, and one for none", () => {
    const condition = { type: "condition", config: { branches: [{ expression: "true" }, { expression: "false" }] } };
    expect(outcomesOf(condition)).toEqual(["if", "elseif:1", "else"]);
    expect(outcomesOf({ type: "condition", config: {} })).toEqual(["else"]);
  });
  it("makes new nodes that the server takes", () => {
    for (const { type } of nodeKinds) expect(parseDocument(after(addNodeChanges(firstFlow, type, {}).changes)).ok).toBe(true);
  });
});

describe("adding nodes", () => {
  it("puts one into an edge, with room made behind it", () => {
    const { node, changes } = addNodeChanges(firstFlow, "script", { into: firstFlow.edges[0]! });
    const flow = after(changes);
    expect(flow.edges).toEqual([
      { from: "start", outcome: "next", to: node.id },
      { from: node.id, outcome: "success", to: "end" },
    ]);
    const x = (id: string) => flow.nodes.find((each) => each.id === id)!.position!.x;
    expect(x(node.id) - x("start")).toBeGreaterThan(216);
    expect(x("end") - x(node.id)).toBeGreaterThan(216);
  });
  it("finds names that are free, ignoring case", () => {
    expect(freeName(["api", "API 2"], "API")).toBe("API 3");
    expect(freeName(["Call 7"], "Call 7")).toBe("Call 2");
  });
});

describe("edges that are refused", () => {
  it("are those that close a circle, double one, lead to Start or are too many", () => {
    const flow = after(addNodeChanges(firstFlow, "script", { into: firstFlow.edges[0]! }).changes);
    const script = flow.nodes.at(-1)!.id;
    expect(refuseEdge(flow, { from: script, outcome: "failure", to: script })).toMatch(/itself/);
    expect(refuseEdge(flow, { from: script, outcome: "failure", to: "start" })).toMatch(/Start/);
    expect(refuseEdge(flow, { from: script, outcome: "success", to: "end" })).toMatch(/already/);
    expect(refuseEdge(flow, { from: "end", outcome: "x", to: script })).toMatch(/loop/);
    expect(refuseEdge(flow, { from: script, outcome: "failure", to: "end" })).toBeUndefined();
    const full = {
      ...flow,
      edges: Array.from({ length: limits.maxEdgesOut }, (_, at) => ({ from: script, outcome: `o${at}`, to: "end" })),
    };
    expect(refuseEdge(full, { from: script, outcome: "failure", to: "end" })).toMatch(/at most 10/);
  });
});

describe("what the canvas knows of notes", () => {
  it("is what the server takes", () => {
    expect(noteColours).toEqual(model.noteColours);
    expect(noteSides).toEqual(model.noteSides);
    expect(maxNoteText).toBe(model.documentLimits.noteLength);
    const wild = fitNote({ ...newNote({ x: 3, y: 4 }), text: "x".repeat(5_000), size: { width: 3, height: 1e9 } });
    expect(parseDocument({ ...firstFlow, notes: [newNote({ x: 3, y: 4 }), { ...wild, id: "wild" }] }).ok).toBe(true);
  });
  it("copies and pastes them with the nodes, where they stood beside them", () => {
    const note = { ...newNote({ x: 100, y: 50 }), text: "Why this is so" };
    const flow = { ...firstFlow, notes: [note] };
    const clip = readClip(copyText(flow, new Set(["end"]), new Set([note.id])))!;
    const { nodes, notes, changes } = pasteChanges(flow, clip, { x: 1_000, y: 1_000 }, renameReferences)!;
    const end = firstFlow.nodes.find(({ id }) => id === "end")!.position!;
    expect(notes[0]).toMatchObject({ text: note.text, colour: note.colour, size: note.size });
    expect(notes[0]!.position.x - nodes[0]!.position!.x).toBe(100 - end.x);
    expect(after(changes, flow).notes).toHaveLength(2);
    expect(parseDocument(after(changes, flow)).ok).toBe(true);
  });
  it("leaves a document without notes as it was before there were any", () => {
    const note = newNote({ x: 0, y: 0 });
    expect(
      after([
        { kind: "addNotes", notes: [note] },
        { kind: "removeNotes", ids: [note.id] },
      ]),
    ).toEqual(firstFlow);
  });
});

describe("copied text", () => {
  it("pastes with new ids and names, which the references among the pasted nodes follow", () => {
    const flow = {
      ...firstFlow,
      nodes: [
        ...firstFlow.nodes,
        { id: "a", type: "script", name: "Load", config: { code: "return 1" } },
        { id: "b", type: "script", name: "Use", config: { code: "return context.steps.Load.output" } },
      ],
      edges: [{ from: "a", outcome: "success", to: "b" }],
    };
    const clip = readClip(copyText(flow, new Set(["a", "b", "start"])))!;
    const change = pasteChanges(flow, clip, undefined, renameReferences)!;
    expect(change.nodes.map(({ name }) => name)).toEqual(["Load 2", "Use 2"]);
    expect(change.nodes[1]!.config.code).toBe('return context.steps["Load 2"].output');
    expect(change.edges).toEqual([{ from: change.nodes[0]!.id, outcome: "success", to: change.nodes[1]!.id }]);
    expect(parseDocument(after(change.changes, flow)).ok).toBe(true);
  });
  it("takes whole documents and single nodes, and nothing of what is no node", () => {
    expect(readClip(JSON.stringify(firstFlow))!.nodes).toHaveLength(2);
    expect(readClip('{"type":"delay","config":{}}')!.nodes).toHaveLength(1);
    for (const text of ["hello", "{", "[]", '{"nodes":[{"type":"nothing","config":{}}]}', '{"type":"delay"}'])
      expect(readClip(text), text).toBeUndefined();
  });
});
