import { describe, expect, it } from "vitest";
import { layOut } from "../../../../web/editor/drawing/layout.ts";
import { small, squeeze } from "../../../../web/editor/drawing/squeeze.ts";

const node = (id: string, x: number, y: number) => ({ id, type: "script", name: id, config: {}, position: { x, y } });
const edge = (from: string, to: string) => ({ from, outcome: "success", to });

describe("a squeezed drawing", () => {
  it("keeps every node apart, within the drawing, and at the ends of its edges", () => {
    const flow = {
      schemaVersion: 1,
      inputs: [],
      outputs: [],
      nodes: [node("a", 0, 0), node("b", 250, 130), node("c", 486, 0), node("d", 810, 70)],
      edges: [edge("a", "b"), edge("b", "c"), edge("c", "d")],
    } as unknown as Parameters<typeof layOut>[0];
    const full = layOut(flow);
    const { width, height, places, edges } = squeeze(full);
    expect(width).toBeLessThan(full.width / 2);
    const all = [...places.values()];
    for (const [at, { x, y }] of all.entries()) {
      expect(x >= 0 && y >= 0 && x + small <= width && y + small <= height).toBe(true);
      for (const other of all.slice(at + 1)) expect(Math.abs(other.x - x) >= small || Math.abs(other.y - y) >= small).toBe(true);
    }
    for (const { from, to, points } of edges) {
      expect(points[0]!.x).toBeCloseTo(places.get(from)!.x + small);
      expect(points.at(-1)!.x).toBeCloseTo(places.get(to)!.x);
    }
  });
});
