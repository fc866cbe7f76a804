import type { FlowDocument, FlowEdge, FlowNode, FlowNote } from "../model/document.ts";
import { canonicalText } from "../json/canonical-text.ts";
import { diffValues } from "./diff-values.ts";
import type { FlowDiff, NodeChange } from "./flow-diff.ts";
import { matchNodes } from "./match-nodes.ts";
import { pairUp, type Pair } from "./pair-up.ts";

/** What changes between two flow documents. */
export function diffFlows(before: FlowDocument, after: FlowDocument): FlowDiff {
  const { pairs, added, removed, newIds } = matchNodes(before.nodes, after.nodes);
  const current = (id: string) => newIds.get(id) ?? id;
  return {
    nodes: { added: [...added], removed: [...removed], changed: pairs.flatMap((pair) => nodeChange(pair, current)) },
    inputs: diffFields(before.inputs, after.inputs),
    outputs: diffFields(before.outputs, after.outputs),
    edges: diffEdges(
      before.edges.map(({ from, outcome, to }) => ({ from: current(from), outcome, to: current(to) })),
      after.edges,
    ),
    notes: diffNotes(before.notes ?? [], after.notes ?? []),
  };
}

function nodeChange({ before, after }: Pair<FlowNode>, current: (id: string) => string): NodeChange[] {
  if (before === after) return [];
  const { id, type, name, position = null } = before;
  const settings = diffValues(settingsOf(before, before.parent === undefined ? undefined : current(before.parent)), settingsOf(after));
  const place = after.position ?? null;
  const change = {
    ...(after.id === id ? {} : { newId: after.id }),
    ...(after.name === name ? {} : { renamed: { before: name, after: after.name } }),
    ...(place?.x === position?.x && place?.y === position?.y ? {} : { moved: { before: position, after: place } }),
  };
  return settings.length === 0 && Object.keys(change).length === 0 ? [] : [{ id, type, name, ...change, settings }];
}

/** The whole node, compared as a setting. */
function settingsOf({ id: _id, type: _type, name: _name, position: _position, ...settings }: FlowNode, parent = settings.parent) {
  return { ...settings, parent };
}

function diffFields<Field extends { readonly name: string }>(before: readonly Field[], after: readonly Field[]) {
  const equal = pairUp(before, after, (field) => canonicalText(field));
  const sameName = pairUp(equal.before, equal.after, ({ name }) => name);
  return {
    added: [...sameName.after],
    removed: [...sameName.before],
    changed: sameName.pairs.map(({ before, after }) => ({ name: before.name, changes: diffValues(before, after) })),
  };
}

function diffEdges(before: readonly FlowEdge[], after: readonly FlowEdge[]) {
  const { before: removed, after: added } = pairUp(before, after, ({ from, outcome, to }) => JSON.stringify([from, outcome, to]));
  return { added: [...added], removed: [...removed] };
}

function diffNotes(before: readonly FlowNote[], after: readonly FlowNote[]) {
  const equal = pairUp(before, after, (note) => canonicalText(note));
  const sameId = pairUp(equal.before, equal.after, ({ id }) => id);
  return { added: [...sameId.after], removed: [...sameId.before], changed: [...sameId.pairs] };
}
