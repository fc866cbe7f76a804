/** The changes that add a node: alone, after an outcome, or into an edge. */
import type { FlowDocument } from "../../base/api/resources.ts";
import type { Change, FlowEdge, FlowNode, Point } from "./changes.ts";
import { kindOf, outcomesOf } from "../drawing/node-kinds.ts";
import { columnStep, freePlace, placesOf, snap } from "./placing.ts";
import { leadsTo, refuseEdge } from "./refuse-edge.ts";

/** Where a new node is to go. */
export interface Spot {
  /** Its upper left corner; without it, where there is room. */
  readonly at?: Point | undefined;
  /** The outcome that is to lead to it. */
  readonly from?: { readonly node: string; readonly outcome: string } | undefined;
  /** The edge that is to lead through it. */
  readonly into?: FlowEdge | undefined;
}

/** An id that no other node has. */
export const newId = (): string => `n${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}`;

/** The name, or the name with the first number that is free. */
export function freeName(taken: Iterable<string>, wish: string): string {
  const names = new Set([...taken].map((name) => name.toLowerCase()));
  if (!names.has(wish.toLowerCase())) return wish;
  const stem = wish.replace(/ \d+$/, "");
  for (let number = 2; ; number++) if (!names.has(`${stem} ${number}`.toLowerCase())) return `${stem} ${number}`;
}

export function addNodeChanges(document: FlowDocument, type: string, spot: Spot): { node: FlowNode; changes: Change[] } {
  const kind = kindOf(type);
  const node: FlowNode = {
    id: newId(),
    type,
    name: freeName(
      document.nodes.map(({ name }) => name),
      kind.title,
    ),
    position: placeFor(document, spot),
    config:
      kind.role === "end"
        ? { ...kind.initial, outputs: document.outputs.map(({ name }) => ({ name, value: "" })) }
        : structuredClone(kind.initial),
  };
  const changes: Change[] = [{ kind: "addNode", node }];
  const [way] = outcomesOf(node);
  if (spot.into && way !== undefined) {
    const { from, outcome, to } = spot.into;
    changes.push(
      { kind: "removeEdges", edges: [spot.into] },
      { kind: "addEdge", edge: { from, outcome, to: node.id } },
      { kind: "addEdge", edge: { from: node.id, outcome: way, to } },
      ...makeRoom(document, spot.into),
    );
  } else if (spot.from) {
    const edge = { from: spot.from.node, outcome: spot.from.outcome, to: node.id };
    if (!refuseEdge({ ...document, nodes: [...document.nodes, node] }, edge)) changes.push({ kind: "addEdge", edge });
  }
  return { node, changes };
}

function placeFor(document: FlowDocument, { at, from, into }: Spot): Point {
  if (at) return snap(at);
  const places = placesOf(document);
  if (into) {
    const [a, b] = [places.get(into.from)!, places.get(into.to)!];
    return isTight(a, b) ? { x: a.x + columnStep, y: b.y } : snap({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  }
  const source = from && places.get(from.node);
  if (source) return freePlace(document, { x: source.x + columnStep, y: source.y });
  const rightmost = Math.max(-columnStep, ...[...places.values()].map(({ x }) => x));
  return freePlace(document, { x: rightmost + columnStep, y: 0 });
}

const isTight = (a: Point, b: Point): boolean => b.x - a.x < 2 * columnStep - 60;

/** Nodes after an edge move to the right if there is no room for a node in it. */
function makeRoom(document: FlowDocument, { from, to }: FlowEdge): Change[] {
  const places = placesOf(document);
  const [a, b] = [places.get(from)!, places.get(to)!];
  if (!isTight(a, b)) return [];
  const by = a.x + 2 * columnStep - b.x;
  const behind = document.nodes.filter(({ id }) => leadsTo(document.edges, to, id));
  return [
    {
      kind: "moveNodes",
      places: new Map(
        behind.map(({ id }) => {
          const { x, y } = places.get(id)!;
          return [id, { x: x + by, y }];
        }),
      ),
    },
  ];
}
