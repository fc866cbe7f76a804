/**
 * Every edit of a flow is a change: applied to a document it gives the next one, and the change that takes it back.
 * Documents are never changed in place, so what was not touched stays the same object.
 */
import type { FlowDocument } from "../../base/api/resources.ts";
import { hasRole } from "../drawing/node-kinds.ts";

export type FlowNode = FlowDocument["nodes"][number];
export type FlowEdge = FlowDocument["edges"][number];
export type FlowNote = NonNullable<FlowDocument["notes"]>[number];
export interface Point {
  readonly x: number;
  readonly y: number;
}
export type ConfigPath = readonly (string | number)[];
/** What `setNode` can set; undefined takes a setting away. */
export type NodeSettings = { readonly [Key in Exclude<keyof FlowNode, "id" | "type" | "position">]?: FlowNode[Key] | undefined };

interface At<T> {
  readonly at: number;
  readonly value: T;
}
export type Change =
  | { readonly kind: "addNode"; readonly node: FlowNode }
  /** Takes their edges away too. */
  | { readonly kind: "removeNodes"; readonly ids: readonly string[] }
  | { readonly kind: "moveNodes"; readonly places: ReadonlyMap<string, Point> }
  /** A new name is written into every reference to the node. */
  | { readonly kind: "setNode"; readonly id: string; readonly set: NodeSettings }
  /** Sets one place of a node's config; undefined takes the key or the item away. */
  | { readonly kind: "setConfig"; readonly id: string; readonly path: ConfigPath; readonly value: unknown }
  | { readonly kind: "addEdge"; readonly edge: FlowEdge }
  | { readonly kind: "removeEdges"; readonly edges: readonly FlowEdge[] }
  /** `renamed`: one of them has a new name, which is written into every reference to it. `nodes` are put back besides. */
  | {
      readonly kind: "setInputs";
      readonly inputs: FlowDocument["inputs"];
      readonly renamed?: { readonly from: string; readonly to: string };
      readonly nodes?: readonly FlowNode[];
    }
  | { readonly kind: "setOutputs"; readonly outputs: FlowDocument["outputs"] }
  /** Nodes with ids and names that are not in the document yet, and edges among them. */
  | { readonly kind: "paste"; readonly nodes: readonly FlowNode[]; readonly edges: readonly FlowEdge[] }
  /** Puts back what was removed, where it was. */
  | { readonly kind: "restore"; readonly nodes: readonly At<FlowNode>[]; readonly edges: readonly At<FlowEdge>[] }
  /** Puts whole nodes in the place of those with the same ids. */
  | { readonly kind: "putNodes"; readonly nodes: readonly FlowNode[] }
  /** The same four for the notes on the canvas. */
  | { readonly kind: "addNotes"; readonly notes: readonly FlowNote[] }
  | { readonly kind: "putNotes"; readonly notes: readonly FlowNote[] }
  | { readonly kind: "removeNotes"; readonly ids: readonly string[] }
  | { readonly kind: "restoreNotes"; readonly notes: readonly At<FlowNote>[] };

/**
 * Writes a node's references to the step `from` as references to `to`; the same node where it has none. With `start`, what
 * is renamed is an input, which stands below the Start of that name.
 */
export type RenameReferences = (node: FlowNode, from: string, to: string, start?: string) => FlowNode;

export interface Applied {
  readonly document: FlowDocument;
  readonly inverse: Change;
}

/** The document after a change and the change that undoes it; undefined where nothing is left to change. */
export function applyChange(document: FlowDocument, change: Change, renameReferences: RenameReferences): Applied | undefined {
  switch (change.kind) {
    case "addNode":
      return paste(document, [change.node], []);
    case "paste":
      return paste(document, change.nodes, change.edges);
    case "removeNodes":
      return removeNodes(document, new Set(change.ids));
    case "removeEdges":
      return removeEdges(document, new Set(change.edges.map(edgeId)));
    case "restore":
      return restore(document, change.nodes, change.edges);
    case "moveNodes":
      return moveNodes(document, change.places);
    case "setNode":
      return setNode(document, change.id, change.set, renameReferences);
    case "setConfig": {
      const node = document.nodes.find(({ id }) => id === change.id);
      return node && putNodes(document, [{ ...node, config: setAt(node.config, change.path, change.value) as FlowNode["config"] }]);
    }
    case "putNodes":
      return putNodes(document, change.nodes);
    case "addNotes":
      return addNotes(document, change.notes);
    case "putNotes":
      return putNotes(document, change.notes);
    case "removeNotes":
      return removeNotes(document, new Set(change.ids));
    case "restoreNotes":
      return {
        document: withNotes(document, insertAt(document.notes ?? [], change.notes)),
        inverse: { kind: "removeNotes", ids: change.notes.map(({ value }) => value.id) },
      };
    case "addEdge": {
      const id = edgeId(change.edge);
      if (document.edges.some((edge) => edgeId(edge) === id)) return undefined;
      return { document: { ...document, edges: [...document.edges, change.edge] }, inverse: { kind: "removeEdges", edges: [change.edge] } };
    }
    case "setInputs":
      return setInputs(document, change, renameReferences);
    case "setOutputs":
      return { document: { ...document, outputs: change.outputs }, inverse: { kind: "setOutputs", outputs: document.outputs } };
  }
}

const edgeIds = new WeakMap<FlowEdge, string>();

/** Names one edge; a flow has no two of the same. */
export function edgeId(edge: FlowEdge): string {
  const known = edgeIds.get(edge);
  if (known !== undefined) return known;
  const id = [edge.from, edge.outcome, edge.to].map(encodeURIComponent).join("/");
  edgeIds.set(edge, id);
  return id;
}

function paste(document: FlowDocument, nodes: readonly FlowNode[], edges: readonly FlowEdge[]): Applied | undefined {
  const known = new Set(document.nodes.map(({ id }) => id));
  const added = nodes.filter(({ id }) => !known.has(id));
  if (added.length === 0) return undefined;
  return {
    document: { ...document, nodes: [...document.nodes, ...added], edges: [...document.edges, ...edges] },
    inverse: { kind: "removeNodes", ids: added.map(({ id }) => id) },
  };
}

function removeNodes(document: FlowDocument, ids: ReadonlySet<string>): Applied | undefined {
  const nodes = document.nodes.flatMap((value, at) => (ids.has(value.id) ? [{ at, value }] : []));
  if (nodes.length === 0) return undefined;
  const touches = ({ from, to }: FlowEdge) => ids.has(from) || ids.has(to);
  return {
    document: {
      ...document,
      nodes: document.nodes.filter(({ id }) => !ids.has(id)),
      edges: document.edges.filter((edge) => !touches(edge)),
    },
    inverse: { kind: "restore", nodes, edges: document.edges.flatMap((value, at) => (touches(value) ? [{ at, value }] : [])) },
  };
}

function removeEdges(document: FlowDocument, ids: ReadonlySet<string>): Applied | undefined {
  const edges = document.edges.flatMap((value, at) => (ids.has(edgeId(value)) ? [{ at, value }] : []));
  if (edges.length === 0) return undefined;
  return {
    document: { ...document, edges: document.edges.filter((edge) => !ids.has(edgeId(edge))) },
    inverse: { kind: "restore", nodes: [], edges },
  };
}

function restore(document: FlowDocument, nodes: readonly At<FlowNode>[], edges: readonly At<FlowEdge>[]): Applied {
  return {
    document: { ...document, nodes: insertAt(document.nodes, nodes), edges: insertAt(document.edges, edges) },
    // Edges that were removed alone go alone; those of removed nodes go with them.
    inverse:
      nodes.length > 0
        ? { kind: "removeNodes", ids: nodes.map(({ value }) => value.id) }
        : { kind: "removeEdges", edges: edges.map(({ value }) => value) },
  };
}

/** Puts values at the indexes that they are to have in the result; the indexes ascend. */
function insertAt<T>(list: readonly T[], values: readonly At<T>[]): T[] {
  const result = [...list];
  for (const { at, value } of values) result.splice(at, 0, value);
  return result;
}

function moveNodes(document: FlowDocument, places: ReadonlyMap<string, Point>): Applied | undefined {
  const before: FlowNode[] = [];
  const nodes = document.nodes.map((node) => {
    const to = places.get(node.id);
    if (!to || (to.x === node.position?.x && to.y === node.position.y)) return node;
    before.push(node);
    return { ...node, position: { x: to.x, y: to.y } };
  });
  if (before.length === 0) return undefined;
  const former = before.flatMap(({ id, position }) => (position ? [[id, position] as const] : []));
  return {
    document: { ...document, nodes },
    // A node that had no place is to have none again.
    inverse: former.length === before.length ? { kind: "moveNodes", places: new Map(former) } : { kind: "putNodes", nodes: before },
  };
}

function setNode(document: FlowDocument, id: string, set: NodeSettings, renameReferences: RenameReferences): Applied | undefined {
  const node = document.nodes.find((each) => each.id === id);
  if (!node) return undefined;
  const kept = Object.entries({ ...node, ...set }).filter(([, value]) => value !== undefined);
  // Only optional settings can be undefined, and those were left out.
  const next = Object.fromEntries(kept) as unknown as FlowNode;
  const renamed = next.name !== node.name && node.name !== "" && document.nodes.filter(({ name }) => name === node.name).length === 1;
  const others = renamed ? document.nodes.filter((each) => each.id !== id) : [];
  return putNodes(document, [
    renamed ? renameReferences(next, node.name, next.name) : next,
    ...others.map((each) => renameReferences(each, node.name, next.name)),
  ]);
}

function setInputs(
  document: FlowDocument,
  { inputs, renamed, nodes = [] }: Change & { kind: "setInputs" },
  renameReferences: RenameReferences,
): Applied {
  const starts = renamed ? document.nodes.filter((node) => hasRole(node, "start")) : [];
  const written = document.nodes.map((node) =>
    starts.reduce((now, { name }) => renameReferences(now, renamed!.from, renamed!.to, name), node),
  );
  const put = putNodes(document, starts.length > 0 ? written : nodes);
  const before = put?.inverse.kind === "putNodes" ? put.inverse.nodes : [];
  return {
    document: { ...(put?.document ?? document), inputs },
    inverse: { kind: "setInputs", inputs: document.inputs, ...(before.length > 0 ? { nodes: before } : {}) },
  };
}

function putNodes(document: FlowDocument, nodes: readonly FlowNode[]): Applied | undefined {
  const put = new Map(nodes.map((node) => [node.id, node]));
  const before = document.nodes.filter((node) => put.has(node.id) && put.get(node.id) !== node);
  if (before.length === 0) return undefined;
  return {
    document: { ...document, nodes: document.nodes.map((node) => put.get(node.id) ?? node) },
    inverse: { kind: "putNodes", nodes: before },
  };
}

/** A document without notes has no list of them, as before there were any. */
function withNotes(document: FlowDocument, notes: readonly FlowNote[]): FlowDocument {
  const { notes: _, ...others } = document;
  return notes.length > 0 ? { ...others, notes: [...notes] } : others;
}

function addNotes(document: FlowDocument, notes: readonly FlowNote[]): Applied | undefined {
  const known = new Set(document.notes?.map(({ id }) => id));
  const added = notes.filter(({ id }) => !known.has(id));
  if (added.length === 0) return undefined;
  return {
    document: withNotes(document, [...(document.notes ?? []), ...added]),
    inverse: { kind: "removeNotes", ids: added.map(({ id }) => id) },
  };
}

function putNotes(document: FlowDocument, notes: readonly FlowNote[]): Applied | undefined {
  const put = new Map(notes.map((note) => [note.id, note]));
  const before = (document.notes ?? []).filter((note) => put.has(note.id) && put.get(note.id) !== note);
  if (before.length === 0) return undefined;
  return {
    document: withNotes(
      document,
      document.notes!.map((note) => put.get(note.id) ?? note),
    ),
    inverse: { kind: "putNotes", notes: before },
  };
}

function removeNotes(document: FlowDocument, ids: ReadonlySet<string>): Applied | undefined {
  const notes = (document.notes ?? []).flatMap((value, at) => (ids.has(value.id) ? [{ at, value }] : []));
  if (notes.length === 0) return undefined;
  return {
    document: withNotes(
      document,
      document.notes!.filter(({ id }) => !ids.has(id)),
    ),
    inverse: { kind: "restoreNotes", notes },
  };
}

/** A copy of a value with one place set; what is missing on the way there is made. */
export function setAt(value: unknown, path: ConfigPath, next: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return next;
  if (typeof key === "number") {
    const list: unknown[] = Array.isArray(value) ? [...value] : [];
    const item = setAt(list[key], rest, next);
    if (item === undefined) list.splice(key, 1);
    else list[key] = item;
    return list;
  }
  const record = typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
  const item = setAt(record[key], rest, next);
  const { [key]: _, ...others } = record;
  return item === undefined ? others : { ...record, [key]: item };
}
