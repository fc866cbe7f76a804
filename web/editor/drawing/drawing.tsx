import { useEffect, useMemo } from "preact/hooks";
import type { FlowDocument } from "../../base/api/resources.ts";
import { flowLabels } from "./flow-labels.ts";
import { Icon } from "../../base/ui/icons.tsx";
import { EmptyState } from "../../base/ui/states.tsx";
import { StatusIcon } from "../../base/ui/status.tsx";
import { toneOf } from "../../base/ui/status-look.ts";
import { useFit } from "./drawing-fit.tsx";
import { edgeKey, type FlowMarks, type Mark } from "./flow-marks.ts";
import { card, type DrawnEdge, layOut } from "./layout.ts";
import { small } from "./squeeze.ts";
import { summaryOf } from "./card-line.ts";
import { isPlainOutcome, lookOf } from "./node-look.ts";

interface Props {
  flow: FlowDocument;
  /** Ids of nodes that have problems. */
  troubled?: ReadonlySet<string>;
  /** What differs from another flow beside it. */
  marks?: FlowMarks;
  /** What a run did at each node; one that is missing was not come to. */
  ran?: ReadonlyMap<string, NodeRan>;
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
}

export interface NodeRan {
  readonly status: string;
  /** The outcome of the node. */
  readonly outcome?: string | undefined;
  /** Stands in place of what the node does, such as how long it took. */
  readonly line?: string | undefined;
}

const notCome: NodeRan = { status: "Skipped" };
/** An edge was taken if its node had its outcome and the next node was reached. */
function isTaken({ from, outcome, to }: DrawnEdge, ran: ReadonlyMap<string, NodeRan>): boolean {
  return ran.has(to) && ran.get(from)?.outcome === outcome;
}

const nothing: ReadonlySet<string> = new Set();
const markSigns = { added: "+", removed: "−", changed: "~" } as const;

/** The flow as nodes and edges, to look at. A node is a button that shows its settings. */
export function FlowDrawing({ flow, troubled = nothing, marks, ran, selected, onSelect }: Props) {
  const full = useMemo(() => layOut(flow), [flow]);
  const { frame, drawing, isActual, isSmall, style, button } = useFit(full);
  const { width, height } = isSmall ? { width: small, height: small } : card;
  useEffect(() => {
    // Where the drawing scrolls, the node that was asked for may be outside of it.
    frame.current?.querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [selected, isActual]);
  if (flow.nodes.length === 0)
    return (
      <EmptyState icon="flow" title={flowLabels.emptyDrawing.title}>
        {flowLabels.emptyDrawing.detail}
      </EmptyState>
    );
  return (
    <div ref={frame} class="drawing" role="region" aria-label={isActual ? flowLabels.scrollable : flowLabels.fitted}>
      <svg
        class="drawing-sheet"
        viewBox={`0 0 ${drawing.width} ${drawing.height}`}
        style={style}
        role="group"
        aria-label={flowLabels.drawing(flow.nodes.length, flow.edges.length)}
      >
        {drawing.edges.map((edge, at) => (
          <Edge
            key={at}
            edge={edge}
            mark={marks?.edges.get(edgeKey(edge))}
            isSmall={isSmall}
            taken={ran && isTaken(edge, ran)}
            lit={selected !== undefined && (edge.from === selected || edge.to === selected)}
          />
        ))}
        {flow.nodes.map((node) => {
          const at = drawing.places.get(node.id)!;
          const { icon, family } = lookOf(node.type);
          const summary = summaryOf(node, flow);
          const mark = marks?.nodes.get(node.id);
          const happened = ran && (ran.get(node.id) ?? notCome);
          return (
            <g
              key={node.id}
              class={mark ? `node node-${mark}` : happened ? `node ran ran-${toneOf(happened.status)}` : "node"}
              transform={`translate(${at.x} ${at.y})`}
              role="button"
              tabindex={0}
              aria-pressed={node.id === selected}
              onClick={() => onSelect(node.id === selected ? undefined : node.id)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" && event.key !== " ") return;
                event.preventDefault();
                onSelect(node.id === selected ? undefined : node.id);
              }}
            >
              <title>
                {[node.name, summary, ...(mark ? [flowLabels.marks[mark]] : []), ...(happened ? [happened.status] : [])].join(", ")}
              </title>
              <rect class="node-card" width={width} height={height} rx="8" />
              <g class={`node-icon family-${family}`} transform={isSmall ? "translate(-11 -13)" : undefined}>
                <rect x="10" y="12" width="32" height="32" rx="7" />
                <svg x="18" y="20" width="16" height="16">
                  <Icon name={icon} />
                </svg>
              </g>
              {!isSmall && (
                <>
                  <text class="node-name" x="52" y="25">
                    {cut(node.name, 21)}
                  </text>
                  <text class="node-summary" x="52" y="42">
                    {cut(happened?.line ?? summary, 24)}
                  </text>
                </>
              )}
              {happened && (
                <g class={`ran-badge status-${toneOf(happened.status)}`} transform={`translate(${width - 10} -9)`}>
                  <circle cx="9" cy="9" r="9" />
                  <svg x="3" y="3" width="12" height="12" viewBox="0 0 16 16">
                    <StatusIcon status={happened.status} />
                  </svg>
                </g>
              )}
              {mark && (
                <g class="node-mark" transform={`translate(${width - 9} -9)`}>
                  <circle cx="9" cy="9" r="9" />
                  <text x="9" y="13.5">
                    {markSigns[mark]}
                  </text>
                </g>
              )}
              {troubled.has(node.id) && <circle class="node-trouble" cx={width - 1} cy="1" r="5" />}
            </g>
          );
        })}
      </svg>
      {button}
    </div>
  );
}

interface EdgeProps {
  edge: DrawnEdge;
  lit: boolean;
  isSmall: boolean;
  mark: Mark | undefined;
  /** Undefined where no run is shown. */
  taken: boolean | undefined;
}

function Edge({ edge: { points, outcome }, lit, isSmall, mark, taken }: EdgeProps) {
  const first = points[0]!;
  const plain = isPlainOutcome(outcome);
  return (
    <g
      class={`edge ${outcome === "failure" ? "edge-failure" : ""} ${lit ? "edge-lit" : ""} ${mark ? `edge-${mark}` : ""} ${taken === undefined ? "" : taken ? "edge-taken" : "edge-passed"}`}
    >
      <path d={pathThrough(points, isSmall ? 6 : 28)} />
      {!isSmall && <path class="edge-head" d={headAt(points.at(-1)!)} />}
      {!plain && !isSmall && (
        <g transform={`translate(${first.x + 8} ${first.y})`}>
          <rect class="edge-label-back" x="0" y="-9" width={outcome.length * 6.4 + 12} height="18" rx="9" />
          <text class="edge-label" x="6" y="4">
            {outcome}
          </text>
        </g>
      )}
    </g>
  );
}

/** A smooth line: level where it leaves and arrives. */
function pathThrough(points: DrawnEdge["points"], least: number): string {
  let path = `M${points[0]!.x} ${points[0]!.y}`;
  for (let at = 1; at < points.length; at++) {
    const [a, b] = [points[at - 1]!, points[at]!];
    const bend = Math.max(least, Math.abs(b.x - a.x) / 2);
    path += a.y === b.y && b.x > a.x ? `L${b.x} ${b.y}` : `C${a.x + bend} ${a.y} ${b.x - bend} ${b.y} ${b.x} ${b.y}`;
  }
  return path;
}

const headAt = ({ x, y }: { x: number; y: number }): string => `M${x - 7} ${y - 4}L${x - 1} ${y}L${x - 7} ${y + 4}`;

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text;
}
