import fc from "fast-check";
import { expect, it } from "vitest";
import type { FlowDocument } from "#flow/model/document.ts";
import { card, layOut } from "../../../web/editor/drawing/layout.ts";

type Position = { x: number; y: number };

function flowOf(
  count: number,
  edges: readonly (readonly [number, number])[],
  positions: readonly (Position | undefined)[] = [],
): FlowDocument {
  return {
    schemaVersion: 1,
    inputs: [],
    outputs: [],
    nodes: Array.from({ length: count }, (_, at) => ({
      id: `n${at}`,
      type: "script",
      name: `N${at}`,
      config: {},
      ...(positions[at] ? { position: positions[at] } : {}),
    })),
    edges: edges.map(([from, to]) => ({ from: `n${from}`, outcome: "success", to: `n${to}` })),
  };
}
function touching(places: ReadonlyMap<string, Position>): string[] {
  const all = [...places];
  return all.flatMap(([a, p], at) =>
    all.slice(at + 1).flatMap(([b, q]) => (Math.abs(p.x - q.x) < card.width && Math.abs(p.y - q.y) < card.height ? [`${a} ${b}`] : [])),
  );
}

it("keeps the positions that a flow carries, relative to one another", () => {
  const { places } = layOut(
    flowOf(
      2,
      [[0, 1]],
      [
        { x: -500, y: 40 },
        { x: 0, y: 100 },
      ],
    ),
  );
  expect(places.get("n1")!.x - places.get("n0")!.x).toBe(500);
  expect(places.get("n1")!.y - places.get("n0")!.y).toBe(60);
});

it("places the cards itself where positions are missing or cover one another", () => {
  for (const positions of [
    [{ x: 0, y: 0 }],
    [
      { x: 0, y: 0 },
      { x: 20, y: 20 },
    ],
  ])
    expect(touching(layOut(flowOf(2, [[0, 1]], positions)).places)).toEqual([]);
});

it("draws any graph, even one with cycles and loose ends, without a card on another or outside the sheet", () => {
  const graph = fc
    .integer({ min: 1, max: 14 })
    .chain((count) => fc.tuple(fc.constant(count), fc.array(fc.tuple(fc.nat(count), fc.nat(count - 1)), { maxLength: 30 })));
  fc.assert(
    fc.property(graph, ([count, edges]) => {
      const { places, width, height, edges: drawn } = layOut(flowOf(count, edges));
      expect(touching(places)).toEqual([]);
      for (const { x, y } of places.values()) expect(x >= 0 && y >= 0 && x + card.width <= width && y + card.height <= height).toBe(true);
      expect(drawn.flatMap(({ points }) => points).every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
    }),
  );
});

it("draws every edge from left to right where the flow has no cycle", () => {
  const { edges } = layOut(
    flowOf(4, [
      [0, 1],
      [1, 2],
      [2, 3],
      [0, 3],
    ]),
  );
  for (const { points } of edges) expect(points.at(-1)!.x).toBeGreaterThan(points[0]!.x);
});
