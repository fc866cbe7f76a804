import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FlowDocument } from "#flow/model/document.ts";
import { firstFlow } from "#flow/templates/first-flow.ts";
import { applyChange, type Change, setAt } from "../../../../web/editor/document/changes.ts";
import { edit, emptyHistory, redo, undo } from "../../../../web/editor/document/history.ts";
import { renameReferences } from "../../../../web/editor/document/rename-references.ts";
import { changesOf, editArbitrary } from "./random-edits.ts";

const after = (document: FlowDocument, ...changes: Change[]): FlowDocument =>
  changes.reduce((now, change) => applyChange(now, change, renameReferences)?.document ?? now, document);

describe("changes of a flow", () => {
  it("50 mixed edits undone give the same document, and redone the same again", () => {
    fc.assert(
      fc.property(fc.array(editArbitrary, { minLength: 50, maxLength: 50 }), (edits) => {
        let document = firstFlow;
        let history = emptyHistory;
        const seen = [document];
        edits.forEach((each, turn) => {
          const edited = edit(document, history, changesOf(document, each, turn), renameReferences);
          if (!edited) return;
          ({ document, history } = edited);
          seen.push(document);
        });
        for (let at = seen.length - 1; at > 0; at--) {
          expect(document).toEqual(seen[at]);
          ({ document, history } = undo(document, history, renameReferences)!);
        }
        expect(document).toEqual(firstFlow);
        expect(JSON.stringify(document)).toBe(JSON.stringify(firstFlow));
        expect(undo(document, history, renameReferences)).toBeUndefined();
        for (let at = 1; at < seen.length; at++) {
          ({ document, history } = redo(document, history, renameReferences)!);
          expect(document).toEqual(seen[at]);
        }
        expect(redo(document, history, renameReferences)).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  it("a removed node takes its edges away, and comes back with them in their places", () => {
    const done = applyChange(firstFlow, { kind: "removeNodes", ids: ["start"] }, renameReferences)!;
    expect(done.document.nodes.map(({ id }) => id)).toEqual(["end"]);
    expect(done.document.edges).toEqual([]);
    expect(after(done.document, done.inverse)).toEqual(firstFlow);
  });

  it("a new name is written into templates, expressions, JSON bodies and scripts, and nowhere else", () => {
    const document: FlowDocument = {
      ...firstFlow,
      nodes: [
        { id: "a", type: "script", name: "Fetch", config: { code: "return context.steps.Fetch.output" } },
        {
          id: "b",
          type: "api",
          name: "Other",
          description: "After {{steps.Fetch}}",
          config: {
            method: "POST",
            url: "https://example.com/{{steps.Fetch.output.id}}",
            headers: [{ name: "{{steps.Fetch}}", value: "{{ $string(steps.Fetch.output) }} Fetch" }],
            body: { type: "json", value: '{"a": "{{steps.Fetch.output}}"}' },
          },
        },
        { id: "c", type: "condition", name: "If", config: { branches: [{ expression: "steps.Fetch.output > 1" }] } },
      ],
      edges: [],
    };
    const renamed = after(document, { kind: "setNode", id: "a", set: { name: "Load it" } });
    expect(renamed.nodes.map(({ config, description }) => ({ config, description }))).toEqual([
      { config: { code: 'return context.steps["Load it"].output' } },
      {
        description: "After {{steps.Fetch}}",
        config: {
          method: "POST",
          url: "https://example.com/{{steps.`Load it`.output.id}}",
          headers: [{ name: "{{steps.Fetch}}", value: "{{ $string(steps.`Load it`.output) }} Fetch" }],
          body: { type: "json", value: '{"a": "{{steps.`Load it`.output}}"}' },
        },
      },
      { config: { branches: [{ expression: "steps.`Load it`.output > 1" }] } },
    ]);
  });

  it("a new name of an input is written into every reference to it, and taken back with it", () => {
    const document: FlowDocument = {
      ...firstFlow,
      inputs: [{ name: "total", type: "number" }],
      nodes: [
        { id: "start", type: "start", name: "Begin here", config: {} },
        { id: "a", type: "script", name: "Double", config: { code: 'return context.steps["Begin here"].total * 2' } },
        {
          id: "b",
          type: "end",
          name: "End",
          config: { outputs: [{ name: "total", value: "{{steps.`Begin here`.total + steps.Double.output.total}}" }] },
        },
      ],
      edges: [],
    };
    const done = applyChange(
      document,
      { kind: "setInputs", inputs: [{ name: "sum", type: "number" }], renamed: { from: "total", to: "sum" } },
      renameReferences,
    )!;
    expect(done.document.inputs).toEqual([{ name: "sum", type: "number" }]);
    expect(done.document.nodes.map(({ config }) => config)).toEqual([
      {},
      { code: 'return context.steps["Begin here"].sum * 2' },
      { outputs: [{ name: "total", value: "{{steps.`Begin here`.sum + steps.Double.output.total}}" }] },
    ]);
    expect(after(done.document, done.inverse)).toEqual(document);
  });

  it("renaming one of two nodes of the same name leaves the references to the other", () => {
    const twin = { id: "b", type: "script", name: "Twin", config: { code: "return context.steps.Twin" } };
    const document = { ...firstFlow, nodes: [{ ...twin, id: "a" }, twin], edges: [] };
    expect(after(document, { kind: "setNode", id: "a", set: { name: "Single" } }).nodes[1]).toEqual(twin);
  });

  it("typing in one field is one step, and another begins when the group does", () => {
    let state = { document: firstFlow, history: emptyHistory };
    for (const [text, group] of [
      ["h", "1:message"],
      ["he", "1:message"],
      ["hey", "2:message"],
    ] as const)
      state = edit(
        state.document,
        state.history,
        [{ kind: "setConfig", id: "end", path: ["message"], value: text }],
        renameReferences,
        group,
      )!;
    expect(state.history.past).toHaveLength(2);
    state = undo(state.document, state.history, renameReferences)!;
    expect(state.document.nodes[1]!.config.message).toBe("he");
    state = undo(state.document, state.history, renameReferences)!;
    expect(state.document).toEqual(firstFlow);
  });

  it("what changes nothing is no step", () => {
    expect(edit(firstFlow, emptyHistory, [{ kind: "addEdge", edge: firstFlow.edges[0]! }], renameReferences)).toBeUndefined();
    expect(edit(firstFlow, emptyHistory, [{ kind: "removeNodes", ids: ["nowhere"] }], renameReferences)).toBeUndefined();
  });

  it("a place of a config is set with what is missing on the way, and taken away", () => {
    expect(setAt({}, ["a", 0, "b"], 1)).toEqual({ a: [{ b: 1 }] });
    expect(setAt({ a: [1, 2, 3], b: 0 }, ["a", 1], undefined)).toEqual({ a: [1, 3], b: 0 });
    expect(setAt({ a: { b: 1 }, c: 2 }, ["a"], undefined)).toEqual({ c: 2 });
  });
});
