import type { FlowDocument } from "../../base/api/resources.ts";
import type { Point } from "../document/changes.ts";

export type Direction = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

/** The node an arrow key leads to: along the edges to the right and left, else the nearest on that side. */
export function neighbour(
  { nodes, edges }: FlowDocument,
  places: ReadonlyMap<string, Point>,
  from: string,
  direction: Direction,
): string | undefined {
  const here = places.get(from);
  if (!here) return nodes[0]?.id;
  const nearest = (ids: readonly string[]): string | undefined => {
    const distance = (id: string): number => {
      const { x, y } = places.get(id)!;
      const [along, across] = direction === "ArrowUp" || direction === "ArrowDown" ? [y - here.y, x - here.x] : [x - here.x, y - here.y];
      return Math.abs(along) + 2 * Math.abs(across);
    };
    return ids.toSorted((a, b) => distance(a) - distance(b))[0];
  };
  if (direction === "ArrowRight" || direction === "ArrowLeft") {
    const forward = direction === "ArrowRight";
    const linked = edges.flatMap(({ from: a, to: b }) => (forward ? (a === from ? [b] : []) : b === from ? [a] : []));
    const known = linked.filter((id) => places.has(id));
    if (known.length > 0) return nearest(known);
  }
  return nearest(
    nodes.flatMap(({ id }) => {
      if (id === from) return [];
      const { x, y } = places.get(id)!;
      const [dx, dy] = [x - here.x, y - here.y];
      const fits = { ArrowRight: dx > 0, ArrowLeft: dx < 0, ArrowDown: dy > 0, ArrowUp: dy < 0 }[direction];
      return fits ? [id] : [];
    }),
  );
}
