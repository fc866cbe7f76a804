import type { FlowDocument } from "../../base/api/resources.ts";

/** The size of a node's card, and the room around it where the drawing places the cards itself. */
export const card = { width: 216, height: 56 } as const;
const gap = { x: 84, y: 32 } as const;
/** An edge that passes a column of nodes needs this much room in it. */
const passing = 20;

interface Point {
  x: number;
  y: number;
}
export interface DrawnEdge {
  from: string;
  outcome: string;
  to: string;
  /** From the right side of one card to the left side of the next, through the points between the cards it passes. */
  points: readonly Point[];
}
export interface Drawing {
  width: number;
  height: number;
  /** The upper left corner of each node's card, by the node's id. */
  places: ReadonlyMap<string, Point>;
  edges: readonly DrawnEdge[];
}

const margin = 24;

/** Where everything is drawn: where the flow says, or, if that is missing or puts cards on one another, in columns. */
export function layOut(flow: FlowDocument): Drawing {
  const own = ownPlaces(flow);
  const { places, between } = own ? { places: own, between: new Map<number, Point[]>() } : columns(flow);
  const corners = [...places.values()];
  const left = Math.min(...corners.map(({ x }) => x), ...[...between.values()].flat().map(({ x }) => x)) - margin;
  const top = Math.min(...corners.map(({ y }) => y), ...[...between.values()].flat().map(({ y }) => y)) - margin;
  const shift = ({ x, y }: Point): Point => ({ x: x - left, y: y - top });
  const shifted = new Map([...places].map(([id, at]) => [id, shift(at)]));
  const leaving = handles(flow, shifted);
  const edges = flow.edges.flatMap(({ from, outcome, to }, at) => {
    const a = shifted.get(from);
    const b = shifted.get(to);
    if (!a || !b) return [];
    const points = [
      { x: a.x + card.width, y: a.y + card.height / 2 + leaving(from, outcome) },
      ...(between.get(at) ?? []).map(shift),
      { x: b.x, y: b.y + card.height / 2 },
    ];
    return [{ from, outcome, to, points }];
  });
  const ends = [...shifted.values()]
    .map(({ x, y }) => ({ x: x + card.width, y: y + card.height }))
    .concat(edges.flatMap(({ points }) => [...points]));
  return {
    width: Math.max(0, ...ends.map(({ x }) => x)) + margin,
    height: Math.max(0, ...ends.map(({ y }) => y)) + margin,
    places: shifted,
    edges,
  };
}

/** How far above or below the middle of its card each outcome leaves: apart, and in the order of where they lead. */
function handles({ edges }: FlowDocument, places: ReadonlyMap<string, Point>): (from: string, outcome: string) => number {
  const targets = new Map<string, Map<string, number>>();
  for (const { from, outcome, to } of edges) {
    const of = targets.get(from) ?? new Map<string, number>();
    of.set(outcome, Math.min(of.get(outcome) ?? Infinity, places.get(to)?.y ?? 0));
    targets.set(from, of);
  }
  return (from, outcome) => {
    const ordered = [...targets.get(from)!].sort(([, a], [, b]) => a - b).map(([name]) => name);
    const step = ordered.length > 1 ? Math.min(24, (card.height - 12) / (ordered.length - 1)) : 0;
    return (ordered.indexOf(outcome) - (ordered.length - 1) / 2) * step;
  };
}

/** The positions that the flow carries, or undefined where some are missing or cards would cover one another. */
function ownPlaces({ nodes }: FlowDocument): Map<string, Point> | undefined {
  const places = new Map<string, Point>();
  for (const { id, position } of nodes) {
    if (!position) return undefined;
    places.set(id, position);
  }
  const byX = [...places.values()].sort((a, b) => a.x - b.x);
  for (const [at, a] of byX.entries()) {
    for (let next = at + 1; next < byX.length && byX[next]!.x < a.x + card.width; next++) {
      if (Math.abs(byX[next]!.y - a.y) < card.height) return undefined;
    }
  }
  return places;
}

interface Slot {
  id: string;
  height: number;
  /** The slots of the column before that lead here. */
  before: Slot[];
  y: number;
}

/** Columns whatever the flow says of its places; `heightOf` gives the height of each node's card. */
export function columnPlaces(flow: FlowDocument, heightOf: (id: string) => number): ReadonlyMap<string, Point> {
  return columns(flow, heightOf).places;
}

/** Columns by the longest way from a beginning; each card near the middle of what leads to it. */
function columns(
  { nodes, edges }: FlowDocument,
  heightOf: (id: string) => number = () => card.height,
): { places: Map<string, Point>; between: Map<number, Point[]> } {
  const depth = depths(
    nodes.map(({ id }) => id),
    edges,
  );
  const rows: Slot[][] = Array.from({ length: Math.max(0, ...depth.values()) + 1 }, () => []);
  const slots = new Map<string, Slot>();
  const put = (column: number, id: string, height: number): Slot => {
    const slot = { id, height, before: [], y: 0 };
    rows[column]!.push(slot);
    return slot;
  };
  for (const { id } of nodes) slots.set(id, put(depth.get(id)!, id, heightOf(id)));

  const passes = new Map<number, Slot[]>();
  for (const [at, { from, to }] of edges.entries()) {
    const [first, last] = [slots.get(from), slots.get(to)];
    if (!first || !last || depth.get(to)! <= depth.get(from)!) continue;
    let previous = first;
    for (let column = depth.get(from)! + 1; column < depth.get(to)!; column++) {
      const slot = put(column, "", passing);
      slot.before.push(previous);
      passes.set(at, [...(passes.get(at) ?? []), slot]);
      previous = slot;
    }
    last.before.push(previous);
  }
  for (const row of rows) spread(row);

  const x = (column: number) => column * (card.width + gap.x);
  const columnOf = new Map(rows.flatMap((row, column) => row.map((slot) => [slot, column] as const)));
  const places = new Map([...slots].map(([id, slot]) => [id, { x: x(columnOf.get(slot)!), y: slot.y - slot.height / 2 }]));
  // Two points at each column an edge passes, so that it runs straight there.
  const between = new Map(
    [...passes].map(([at, chain]) => [
      at,
      chain.flatMap((slot) => [
        { x: x(columnOf.get(slot)!), y: slot.y },
        { x: x(columnOf.get(slot)!) + card.width, y: slot.y },
      ]),
    ]),
  );
  return { places, between };
}

/** Gives the slots of one column their heights: each at the mean of what leads to it, pushed apart where they would touch. */
function spread(row: Slot[]): void {
  const wish = new Map(
    row.map((slot) => [slot, slot.before.length > 0 ? slot.before.reduce((sum, { y }) => sum + y, 0) / slot.before.length : 0]),
  );
  row.sort((a, b) => wish.get(a)! - wish.get(b)!);
  let bottom = -Infinity;
  for (const slot of row) {
    slot.y = Math.max(wish.get(slot)!, bottom + slot.height / 2);
    bottom = slot.y + slot.height / 2 + gap.y;
  }
  const drift = row.reduce((sum, slot) => sum + slot.y - wish.get(slot)!, 0) / Math.max(1, row.length);
  for (const slot of row) slot.y -= drift;
}

/** The longest path to each node. A cycle, which a draft may have, ends where it would start again. */
function depths(ids: readonly string[], edges: FlowDocument["edges"]): Map<string, number> {
  const incoming = new Map<string, number>(ids.map((id) => [id, 0]));
  const outgoing = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { from, to } of edges) {
    if (!incoming.has(from) || !incoming.has(to)) continue;
    incoming.set(to, incoming.get(to)! + 1);
    outgoing.get(from)!.push(to);
  }
  const depth = new Map<string, number>(ids.map((id) => [id, 0]));
  const ready = ids.filter((id) => incoming.get(id) === 0);
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    for (const next of outgoing.get(id)!) {
      depth.set(next, Math.max(depth.get(next)!, depth.get(id)! + 1));
      incoming.set(next, incoming.get(next)! - 1);
      if (incoming.get(next) === 0) ready.push(next);
    }
  }
  return depth;
}
