import fc from "fast-check";
import type { FlowDocument } from "#flow/model/document.ts";
import type { Change } from "../../../../web/editor/document/changes.ts";

/** What a person might do next, with choices that are made fit for the document when it is their turn. */
export const editArbitrary = fc.record({
  kind: fc.constantFrom(
    "addNode",
    "removeNodes",
    "moveNodes",
    "rename",
    "describe",
    "config",
    "timeout",
    "addEdge",
    "removeEdges",
    "setInputs",
    "renameInput",
    "setOutputs",
    "paste",
    "addNotes",
    "putNotes",
    "removeNotes",
  ),
  a: fc.nat(1_000),
  b: fc.nat(1_000),
  text: fc.constantFrom("", "plain", "{{steps.Start.text}}", "{{steps.Start.i3}} {{steps.Node1.output.x}} and {{steps.`Node 2`.output}}"),
});
type RandomEdit = typeof editArbitrary extends fc.Arbitrary<infer Edit> ? Edit : never;

const types = ["api", "script", "delay", "end"] as const;
const configs = { api: { method: "GET", url: "" }, script: { code: "" }, delay: {}, end: { outputs: [] } };

/** The changes of the edit number `turn` to this document. */
export function changesOf(document: FlowDocument, { kind, a, b, text }: RandomEdit, turn: number): Change[] {
  const { nodes, edges } = document;
  const node = nodes[a % Math.max(1, nodes.length)];
  const other = nodes[b % Math.max(1, nodes.length)];
  const type = types[b % types.length]!;
  const fresh = (at: number) => ({
    id: `n${turn}-${at}`,
    type,
    name: `Node${turn}${at ? ` ${at}` : ""}`,
    config: { ...configs[type] },
    ...(a % 5 ? { position: { x: a, y: b } } : {}),
  });
  if (kind === "addNode") return [{ kind, node: fresh(0) }];
  if (kind === "setInputs") return [{ kind, inputs: [...document.inputs.slice(a % 3), { name: `i${turn}`, type: "text" }] }];
  if (kind === "renameInput") {
    const [input, ...others] = document.inputs;
    if (!input) return [];
    const to = `r${turn}`;
    return [{ kind: "setInputs", inputs: [{ ...input, name: to }, ...others], renamed: { from: input.name, to } }];
  }
  if (kind === "setOutputs") return [{ kind, outputs: [...document.outputs.slice(a % 3), { name: `o${turn}`, type: "json" }] }];
  const { notes = [] } = document;
  const note = notes[a % Math.max(1, notes.length)];
  if (kind === "addNotes")
    return [{ kind, notes: [{ id: `note${turn}`, text, position: { x: a, y: b }, size: { width: 200, height: 100 }, colour: "blue" }] }];
  if (kind === "putNotes") return note ? [{ kind, notes: [{ ...note, text: `${text} ${turn}`, position: { x: b, y: a } }] }] : [];
  if (kind === "removeNotes") return note ? [{ kind, ids: [note.id] }] : [];
  if (kind === "paste")
    return [{ kind, nodes: [fresh(1), fresh(2)], edges: [{ from: `n${turn}-1`, outcome: "success", to: `n${turn}-2` }] }];
  if (kind === "removeEdges") return edges.length > 0 ? [{ kind, edges: [edges[a % edges.length]!, edges[b % edges.length]!] }] : [];
  if (!node || !other) return [];
  switch (kind) {
    case "removeNodes":
      return [{ kind, ids: [node.id, other.id] }];
    case "moveNodes":
      return [
        {
          kind,
          places: new Map([
            [node.id, { x: a, y: b }],
            [other.id, { x: b, y: a }],
          ]),
        },
      ];
    case "rename":
      return [{ kind: "setNode", id: node.id, set: { name: `Renamed ${turn}` } }];
    case "describe":
      return [{ kind: "setNode", id: node.id, set: { description: text || undefined } }];
    case "timeout":
      return [{ kind: "setNode", id: node.id, set: { timeoutSec: a, retry: b % 2 ? { attempts: 3 } : undefined } }];
    case "config":
      return [
        { kind: "setConfig", id: node.id, path: ["url"], value: text || undefined },
        { kind: "setConfig", id: other.id, path: ["headers", b % 3, "value"], value: text },
      ];
    case "addEdge":
      return [{ kind, edge: { from: node.id, outcome: b % 2 ? "success" : "failure", to: other.id } }];
  }
}
