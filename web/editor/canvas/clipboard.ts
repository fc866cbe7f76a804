/** Nodes as text: what is copied can be pasted here, in another workflow, or read and written by hand. */
import type { FlowDocument } from "../../base/api/resources.ts";
import type { Change, FlowEdge, FlowNode, FlowNote, Point, RenameReferences } from "../document/changes.ts";
import { freeName, newId } from "../document/new-nodes.ts";
import { fitNote, isNoteColour } from "../document/notes.ts";
import { hasRole, isKnown } from "../drawing/node-kinds.ts";
import { placesOf, snap } from "../document/placing.ts";

interface Clip {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  readonly notes: readonly FlowNote[];
}

/** The chosen nodes, the edges among them, and the chosen notes, as JSON text. */
export function copyText(document: FlowDocument, ids: ReadonlySet<string>, noteIds: ReadonlySet<string> = new Set()): string {
  const places = placesOf(document);
  const nodes = document.nodes.filter(({ id }) => ids.has(id)).map((node) => ({ ...node, position: places.get(node.id)! }));
  const edges = document.edges.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const notes = (document.notes ?? []).filter(({ id }) => noteIds.has(id));
  return JSON.stringify({ nodes, edges, ...(notes.length > 0 ? { notes } : {}) }, null, 2);
}

/** The nodes in a text: what was copied, a flow document, or one node; undefined where there are none. */
export function readClip(text: string): Clip | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const record = isRecord(value) ? value : {};
  const nodes = (Array.isArray(record.nodes) ? record.nodes : Array.isArray(value) ? value : [value]).flatMap(nodeFrom);
  const edges = (Array.isArray(record.edges) ? record.edges : []).flatMap(edgeFrom);
  const notes = (Array.isArray(record.notes) ? record.notes : []).flatMap(noteFrom);
  return nodes.length + notes.length > 0 ? { nodes, edges, notes } : undefined;
}

/** Pastes with new ids and free names, which the references among the pasted nodes follow; at a place, or beside where they were. */
export function pasteChanges(
  document: FlowDocument,
  clip: Clip,
  at: Point | undefined,
  renameReferences: RenameReferences,
): (Clip & { readonly changes: readonly Change[] }) | undefined {
  const hasStart = document.nodes.some((node) => hasRole(node, "start"));
  const taken = new Set(document.nodes.map(({ name }) => name));
  const chosen = clip.nodes.filter((node) => !hasRole(node, "start") || !hasStart);
  const ids = new Map(chosen.map(({ id }) => [id, newId()]));
  const renamed = chosen.map((node) => {
    const name = freeName(taken, node.name);
    taken.add(name);
    return { before: node.name, after: name };
  });
  const corners = [...chosen, ...clip.notes].map(({ position }) => position ?? { x: 0, y: 0 });
  const left = Math.min(...corners.map(({ x }) => x));
  const top = Math.min(...corners.map(({ y }) => y));
  const shifted = ({ x, y }: Point): Point => snap(at ? { x: at.x + x - left, y: at.y + y - top } : { x: x + 40, y: y + 80 });
  const nodes = chosen.map((node, index) => {
    const put: FlowNode = {
      ...node,
      id: ids.get(node.id)!,
      name: renamed[index]!.after,
      position: shifted(node.position ?? { x: index * 30, y: index * 30 }),
    };
    return renamed.reduce((now, { before, after }) => (before === after ? now : renameReferences(now, before, after)), put);
  });
  const edges = clip.edges.flatMap(({ from, outcome, to }) => {
    const [newFrom, newTo] = [ids.get(from), ids.get(to)];
    return newFrom && newTo ? [{ from: newFrom, outcome, to: newTo }] : [];
  });
  const notes = clip.notes.map((note) => ({ ...note, id: newId(), position: shifted(note.position) }));
  const changes: Change[] = [
    ...(nodes.length > 0 ? [{ kind: "paste", nodes, edges } as const] : []),
    ...(notes.length > 0 ? [{ kind: "addNotes", notes } as const] : []),
  ];
  return changes.length > 0 ? { nodes, edges, notes, changes } : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Only what a node may have: the server refuses a document with anything else in it. */
function nodeFrom(value: unknown): FlowNode[] {
  if (!isRecord(value) || typeof value.type !== "string" || !isKnown(value.type)) return [];
  const { id, name, config, description, position, timeoutSec, retry, onAmbiguous } = value;
  if (!isRecord(config)) return [];
  const node = {
    id: typeof id === "string" ? id : newId(),
    type: value.type,
    name: typeof name === "string" && name !== "" ? name.slice(0, 200) : value.type,
    config,
    ...(typeof description === "string" ? { description } : {}),
    ...(isRecord(position) && typeof position.x === "number" && typeof position.y === "number"
      ? { position: { x: position.x, y: position.y } }
      : {}),
    ...(typeof timeoutSec === "number" || timeoutSec === null ? { timeoutSec } : {}),
    ...(isRecord(retry) && typeof retry.attempts === "number" ? { retry } : {}),
    ...(onAmbiguous === "retry" || onAmbiguous === "fail" ? { onAmbiguous } : {}),
  };
  // A retry policy that is none is the server's to refuse, with its path.
  return [node as FlowNode];
}

function edgeFrom(value: unknown): FlowEdge[] {
  if (!isRecord(value)) return [];
  const { from, outcome, to } = value;
  return typeof from === "string" && typeof outcome === "string" && typeof to === "string" ? [{ from, outcome, to }] : [];
}

function noteFrom(value: unknown): FlowNote[] {
  if (!isRecord(value) || typeof value.text !== "string") return [];
  const { text, position, size, colour } = value;
  const [x, y] = isRecord(position) ? [position.x, position.y] : [];
  const [width, height] = isRecord(size) ? [size.width, size.height] : [];
  return [
    fitNote({
      id: newId(),
      text,
      position: { x: Number(x) || 0, y: Number(y) || 0 },
      size: { width: Number(width) || 0, height: Number(height) || 0 },
      colour: isNoteColour(colour) ? colour : "yellow",
    }),
  ];
}
