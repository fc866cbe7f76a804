/** Where nodes stand, and where new ones are put. */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { FlowDocument } from "../../base/api/resources.ts";
import { columnPlaces } from "../drawing/layout.ts";
import { cardHeight, cardWidth } from "./card-shape.ts";
import type { FlowNode, Point } from "./changes.ts";

export const grid = 10;
const room = { x: 84, y: 32 } as const;
export const columnStep = cardWidth + room.x;

export const snap = ({ x, y }: Point): Point => ({ x: Math.round(x / grid) * grid, y: Math.round(y / grid) * grid });

/** The place of every node: its own, or that of the automatic layout where it has none. */
export function placesOf(document: FlowDocument): ReadonlyMap<string, Point> {
  const laidOut = document.nodes.some(({ position }) => !position) ? tidyPlaces(document) : undefined;
  return new Map(document.nodes.map((node) => [node.id, node.position ?? laidOut?.get(node.id) ?? { x: 0, y: 0 }]));
}

/** The same as a signal that stays as it is while nothing has moved: laying out a large flow takes longer than a key may. */
export function keepPlaces(read: () => FlowDocument): ReadonlySignal<ReadonlyMap<string, Point>> {
  let before: { places: ReadonlyMap<string, Point>; edges: unknown; marks: readonly unknown[] } | undefined;
  return computed(() => {
    const document = read();
    const { nodes, edges } = document;
    const unplaced = nodes.some(({ position }) => !position);
    // Edges and heights count where the layout places a card.
    const marks = nodes.flatMap((node) => [node.id, node.position ?? cardHeight(node)]);
    const known = before;
    const same =
      known &&
      (!unplaced || known.edges === edges) &&
      known.marks.length === marks.length &&
      marks.every((mark, at) => mark === known.marks[at]);
    if (same) return known.places;
    before = { places: placesOf(document), edges, marks };
    return before.places;
  });
}

/** Columns from left to right, on the grid. */
export function tidyPlaces(document: FlowDocument): ReadonlyMap<string, Point> {
  const heights = new Map(document.nodes.map((node) => [node.id, cardHeight(node)]));
  const places = columnPlaces(document, (id) => heights.get(id)!);
  return new Map([...places].map(([id, at]) => [id, snap(at)]));
}

/** The wished place, or the nearest below it where the card touches no other. */
export function freePlace(document: FlowDocument, wish: Point, height = 56): Point {
  const places = placesOf(document);
  let { x, y } = snap(wish);
  for (;;) {
    const hit = document.nodes.find((node) => {
      const at = places.get(node.id)!;
      return Math.abs(at.x - x) < cardWidth + 16 && at.y < y + height + 16 && y < at.y + cardHeight(node) + 16;
    });
    if (!hit) return { x, y };
    y = snap({ x, y: places.get(hit.id)!.y + cardHeight(hit) + room.y }).y;
  }
}

/** A way to line nodes up. */
export const alignments = ["left", "centre", "right", "top", "middle", "bottom", "spreadX", "spreadY"] as const;
export type Alignment = (typeof alignments)[number];

/** The places of some nodes after lining them up. */
export function align(nodes: readonly FlowNode[], places: ReadonlyMap<string, Point>, how: Alignment): Map<string, Point> {
  const boxes = nodes.map((node) => ({ id: node.id, ...places.get(node.id)!, width: cardWidth, height: cardHeight(node) }));
  const left = Math.min(...boxes.map(({ x }) => x));
  const right = Math.max(...boxes.map(({ x }) => x + cardWidth));
  const top = Math.min(...boxes.map(({ y }) => y));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  if (how === "spreadX" || how === "spreadY") {
    const axis = how === "spreadX" ? "x" : "y";
    const ordered = boxes.toSorted((a, b) => a[axis] - b[axis]);
    const [first, last] = [ordered[0]![axis], ordered.at(-1)![axis]];
    const step = (last - first) / Math.max(1, ordered.length - 1);
    return new Map(ordered.map(({ id, x, y }, at) => [id, { x, y, [axis]: Math.round(first + at * step) }]));
  }
  return new Map(
    boxes.map(({ id, x, y, height }) => {
      const moved: Record<Exclude<Alignment, "spreadX" | "spreadY">, Point> = {
        left: { x: left, y },
        centre: { x: Math.round((left + right - cardWidth) / 2), y },
        right: { x: right - cardWidth, y },
        top: { x, y: top },
        middle: { x, y: Math.round((top + bottom - height) / 2) },
        bottom: { x, y: bottom - height },
      };
      return [id, moved[how]];
    }),
  );
}
