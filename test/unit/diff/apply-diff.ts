/** Does to a document what a diff lists. Ids and names of fields must be unique in it. */
import type { FlowDiff, ValueChange } from "#flow/diff/flow-diff.ts";
import type { FlowDocument, FlowEdge, FlowNode } from "#flow/model/document.ts";

export function applyDiff(document: FlowDocument, diff: FlowDiff): FlowDocument {
  const newIds = new Map(diff.nodes.changed.flatMap(({ id, newId }) => (newId === undefined ? [] : [[id, newId] as const])));
  const current = (id: string) => newIds.get(id) ?? id;
  const removed = new Set(diff.nodes.removed.map(({ id }) => id));
  const nodes = document.nodes
    .filter(({ id }) => !removed.has(id))
    .map((node) => {
      const change = diff.nodes.changed.find(({ id }) => id === node.id);
      const base = { ...node, id: current(node.id), ...(node.parent === undefined ? {} : { parent: current(node.parent) }) };
      if (!change) return base;
      const changed = change.settings.reduce<FlowNode>(set, base);
      const { position: _position, ...unplaced } = changed;
      const place = change.moved ? change.moved.after : changed.position;
      return { ...unplaced, name: change.renamed?.after ?? node.name, ...(place ? { position: place } : {}) };
    });
  const edges = document.edges.map(({ from, outcome, to }) => ({ from: current(from), outcome, to: current(to) }));
  for (const edge of diff.edges.removed)
    edges.splice(
      edges.findIndex((other) => sameEdge(edge, other)),
      1,
    );
  const gone = new Set(diff.notes.removed.map(({ id }) => id));
  const notes = [
    ...(document.notes ?? [])
      .filter(({ id }) => !gone.has(id))
      .map((note) => diff.notes.changed.find(({ before }) => before.id === note.id)?.after ?? note),
    ...diff.notes.added,
  ];
  return {
    ...document,
    ...(notes.length > 0 || document.notes ? { notes } : {}),
    nodes: [...nodes, ...diff.nodes.added],
    edges: [...edges, ...diff.edges.added],
    inputs: fields(document.inputs, diff.inputs),
    outputs: fields(document.outputs, diff.outputs),
  };
}

function fields<Field extends { readonly name: string }>(
  before: readonly Field[],
  diff: { added: readonly Field[]; removed: readonly Field[]; changed: readonly { name: string; changes: readonly ValueChange[] }[] },
): Field[] {
  const kept = before.filter(({ name }) => !diff.removed.some((field) => field.name === name));
  return [
    ...kept.map((field) => (diff.changed.find(({ name }) => name === field.name)?.changes ?? []).reduce<Field>(set, field)),
    ...diff.added,
  ];
}

function sameEdge(a: FlowEdge, b: FlowEdge): boolean {
  return a.from === b.from && a.outcome === b.outcome && a.to === b.to;
}

function set<Value>(value: Value, change: ValueChange): Value {
  const copy = structuredClone(value);
  const keys = change.path
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  // oxlint-disable-next-line typescript/no-explicit-any -- it walks through JSON of any form
  const place = keys.slice(0, -1).reduce<any>((at, key) => at[key], copy);
  if ("after" in change) place[keys.at(-1)!] = change.after;
  else delete place[keys.at(-1)!];
  return copy;
}
