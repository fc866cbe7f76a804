import { useMemo } from "preact/hooks";
import type { FlowDocument } from "../../base/api/resources.ts";
import { Icon } from "../../base/ui/icons.tsx";
import { layOut } from "./layout.ts";
import { lookOf } from "./node-look.ts";
import { small, squeeze } from "./squeeze.ts";
import "./flow.css";

interface Point {
  readonly x: number;
  readonly y: number;
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
  const { width, height, places, edges } = useMemo(() => squeeze(layOut(flow)), [flow]);
  return (
    <svg class="sketch" viewBox={`0 0 ${width} ${height}`} style={{ maxWidth: `${width}px` }} aria-hidden="true">
      {edges.map(({ points, outcome }, at) => (
        <g key={at} class={outcome === "failure" ? "edge edge-failure" : "edge"}>
          <path d={curve(points)} />
        </g>
      ))}
      {flow.nodes.map((node) => {
        const { icon, family } = lookOf(node.type);
        const { x, y } = places.get(node.id)!;
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
