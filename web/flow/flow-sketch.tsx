import { useMemo } from "preact/hooks";
import type { FlowDocument } from "../api/resources.ts";
import { Icon } from "../ui/icons.tsx";
import { card, layOut } from "./layout.ts";
import { lookOf } from "./node-look.ts";
import "./flow.css";

/** A node in a sketch is its icon on a small card; columns and rows come closer accordingly. */
const small = 30;
const column = { full: card.width + 84, small: 58 } as const;
const shrinkY = 0.56;

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

/** Level where it leaves and arrives. */
function curve([first, ...rest]: readonly Point[]): string {
  let from = first!;
  let path = `M${from.x} ${from.y}`;
  for (const to of rest) {
    const bend = (to.x - from.x) / 2;
    path += `C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
    from = to;
  }
  return path;
}

/** The shape of a flow at a glance, to look at only. What it means has to be said beside it. */
export function FlowSketch({ flow }: { flow: FlowDocument }) {
  const drawing = useMemo(() => layOut(flow), [flow]);
  const left = Math.min(...[...drawing.places.values()].map(({ x }) => x));
  const top = Math.min(...[...drawing.places.values()].map(({ y }) => y));
  const to = ({ x, y }: Point): Point => ({ x: shrinkX(x - left) + 8, y: (y - top) * shrinkY + 8 });
  const corner = to({ x: drawing.width - 24, y: drawing.height - 24 });
  const [width, height] = [corner.x + 8, corner.y + 8];
  return (
    <svg class="sketch" viewBox={`0 0 ${width} ${height}`} style={{ maxWidth: `${width}px` }} aria-hidden="true">
      {drawing.edges.map(({ points, outcome }, at) => (
        <g key={at} class={outcome === "failure" ? "edge edge-failure" : "edge"}>
          <path d={curve(points.map(to))} />
        </g>
      ))}
      {flow.nodes.map((node) => {
        const { icon, family } = lookOf(node.type);
        const { x, y } = to(drawing.places.get(node.id)!);
        return (
          <g key={node.id} class={`node-icon sketch-node family-${family}`} transform={`translate(${x} ${y})`}>
            <path
              class="sketch-back"
              d={`M7 0h${small - 14}a7 7 0 0 1 7 7v${small - 14}a7 7 0 0 1 -7 7h${14 - small}a7 7 0 0 1 -7 -7v${14 - small}a7 7 0 0 1 7 -7z`}
            />
            <rect width={small} height={small} rx="7" />
            <svg x="7" y="7" width="16" height="16">
              <Icon name={icon} />
            </svg>
          </g>
        );
      })}
    </svg>
  );
}
