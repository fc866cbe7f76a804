/** A drawing made small: each node is its icon, and columns and rows come closer. */
import { card, type Drawing } from "./layout.ts";

/** The side of a node. */
export const small = 30;
const column = { full: card.width + 84, small: 58 } as const;
const shrinkY = 0.56;
const margin = 12;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Squeezes the width of cards more than the room between them. */
function shrinkX(x: number): number {
  const at = Math.floor(x / column.full);
  const rest = x - at * column.full;
  const inside = Math.min(rest, card.width) * (small / card.width);
  const between = Math.max(0, rest - card.width) * ((column.small - small) / (column.full - card.width));
  return at * column.small + inside + between;
}

export function squeeze(drawing: Drawing): Drawing {
  const left = Math.min(...[...drawing.places.values()].map(({ x }) => x));
  const top = Math.min(...[...drawing.places.values()].map(({ y }) => y));
  const to = ({ x, y }: Point): Point => ({ x: shrinkX(x - left) + margin, y: (y - top) * shrinkY + margin });
  const corner = to({ x: drawing.width - 24, y: drawing.height - 24 });
  const places = new Map([...drawing.places].map(([id, at]) => [id, to(at)]));
  return {
    width: corner.x + margin,
    height: corner.y + margin,
    places,
    edges: drawing.edges.map((edge) => {
      const points = edge.points.map(to);
      // Nodes that stand between two columns are squeezed otherwise than their right sides.
      const first = { ...points[0]!, x: places.get(edge.from)!.x + small };
      return { ...edge, points: points.with(0, first) };
    }),
  };
}
