import {
  Background,
  BackgroundVariant,
  ConnectionLineType,
  type Connection,
  type EdgeChange,
  MiniMap,
  type NodeChange,
  Panel,
  ReactFlow,
  type ReactFlowInstance,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
} from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { labels } from "../ui/labels.ts";
import type { Builder } from "./builder-model.ts";
import { cardHeight } from "./card-shape.ts";
import { CanvasTools } from "./canvas-tools.tsx";
import { createElements, type FlowCard, type FlowWire } from "./canvas-elements.ts";
import type { Point } from "./changes.ts";
import { FindBar } from "./find-bar.tsx";
import { nodeTypeInDrag } from "./node-drag.ts";
import { NodeCard } from "./node-card.tsx";
import { grid } from "./placing.ts";
import { refuseEdge } from "./refuse-edge.ts";
import { Wire } from "./wire.tsx";

const words = labels.builder;
const nodeTypes = { card: NodeCard };
const edgeTypes = { wire: Wire };
const zooms = { min: 0.1, max: 2 } as const;
const noAttribution = { hideAttribution: true };
const fitOptions = { padding: 0.16, maxZoom: 1 };
const minimapSize = { width: 156, height: 104 };
const snapGrid: [number, number] = [grid, grid];

/** The flow, to be edited by mouse; the keys are in builder-keys.ts. */
export function Canvas({ builder }: { builder: Builder }) {
  return (
    <ReactFlowProvider>
      <Stage builder={builder} />
    </ReactFlowProvider>
  );
}

function Stage({ builder }: { builder: Builder }) {
  const { editor } = builder;
  const frame = useRef<HTMLDivElement>(null);
  const elements = useMemo(() => createElements(builder), [builder]);
  const [dragged, setDragged] = useState<ReadonlyMap<string, Point>>();
  const nodes = elements.nodes(dragged);
  const edges = elements.edges();
  const editable = editor.mayEdit.value;
  useStage(builder, frame);

  const onNodesChange = (changes: NodeChange<FlowCard>[]) => {
    const chosen = selected(changes, editor.selection.peek().nodes);
    if (chosen) editor.select(chosen, editor.selection.peek().edges);
    const moved = changes.flatMap((change) =>
      change.type === "position" && change.position ? [[change.id, change.position] as const] : [],
    );
    if (moved.length > 0) setDragged((before) => new Map([...(before ?? []), ...moved]));
  };
  const onEdgesChange = (changes: EdgeChange<FlowWire>[]) => {
    const chosen = selected(changes, editor.selection.peek().edges);
    if (chosen) editor.select(editor.selection.peek().nodes, chosen);
  };
  // A whole drag is one step; while it lasts only the canvas knows of it.
  const drop = () => {
    if (dragged) builder.moveTo(dragged);
    setDragged(undefined);
  };
  const edgeOf = ({ source, sourceHandle, target }: Connection) => ({ from: source, outcome: sourceHandle ?? "", to: target });

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- by keyboard there is builder-keys.ts
    <div
      ref={frame}
      class="canvas"
      role="region"
      aria-label={words.canvas(nodes.length, edges.length)}
      data-dragging={dragged ? "" : undefined}
      onPointerMove={({ clientX, clientY }) => builder.setPointer(builder.stage()?.toFlow({ x: clientX, y: clientY }))}
      onPointerLeave={() => builder.setPointer(undefined)}
      onDragOver={(event) => event.dataTransfer?.types.includes(nodeTypeInDrag) && event.preventDefault()}
      onDrop={(event) => {
        const type = event.dataTransfer?.getData(nodeTypeInDrag);
        if (!type || !editable) return;
        event.preventDefault();
        const at = builder.stage()!.toFlow({ x: event.clientX - 108, y: event.clientY - 28 });
        builder.add(type, { ...builder.palette.peek()?.spot, at });
      }}
      onDblClick={(event) => {
        if (!(event.target as Element).classList.contains("react-flow__pane")) return;
        const screen = { x: event.clientX, y: event.clientY };
        builder.openPalette({ at: builder.stage()!.toFlow(screen) }, screen);
      }}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStop={drop}
        onSelectionDragStop={drop}
        onNodeDoubleClick={builder.openInspector}
        isValidConnection={(edge) => {
          const why = refuseEdge(editor.document.peek(), edgeOf({ sourceHandle: null, ...edge } as Connection));
          builder.refuse(why);
          return why === undefined;
        }}
        onConnect={(connection) => builder.refuse(builder.connect(edgeOf(connection)))}
        onConnectStart={() => builder.refuse(undefined)}
        onConnectEnd={(event, { fromNode, fromHandle, toHandle, isValid }) => {
          if (isValid || toHandle || !fromNode || fromHandle?.type !== "source") return;
          const from = { node: fromNode.id, outcome: fromHandle.id ?? "" };
          const { clientX: x, clientY: y } = "changedTouches" in event ? event.changedTouches[0]! : event;
          const under = document.elementFromPoint(x, y);
          const target = under?.closest<HTMLElement>(".react-flow__node")?.dataset.id;
          if (target !== undefined) {
            if (target !== from.node) builder.refuse(builder.connect({ from: from.node, outcome: from.outcome, to: target }));
          } else if (under?.closest(".react-flow__pane, .react-flow__edges"))
            builder.openPalette({ from, at: builder.stage()!.toFlow({ x, y: y - 28 }) }, { x, y });
        }}
        nodesConnectable={editable}
        nodesDraggable={editable}
        edgesFocusable={false}
        edgesReconnectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        multiSelectionKeyCode={["Shift", "Meta", "Control"]}
        selectionMode={SelectionMode.Partial}
        connectionLineType={ConnectionLineType.Bezier}
        connectionRadius={28}
        snapToGrid
        snapGrid={snapGrid}
        minZoom={zooms.min}
        maxZoom={zooms.max}
        panOnScroll
        zoomOnDoubleClick={false}
        onlyRenderVisibleElements
        onInit={(flow) => showFirst(builder, flow, frame.current!)}
        proOptions={noAttribution}
        nodeDragThreshold={3}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} />
        {builder.minimap.value && (
          <MiniMap<FlowCard>
            pannable
            zoomable
            position="bottom-right"
            nodeBorderRadius={10}
            nodeStrokeWidth={0}
            nodeClassName={({ data }) => (data.problem ? "minimap-trouble" : "")}
            ariaLabel={words.tools.minimap}
            style={minimapSize}
          />
        )}
        <Panel position="bottom-left">
          <CanvasTools builder={builder} />
        </Panel>
      </ReactFlow>
      {builder.finding.value && <FindBar builder={builder} />}
      <div class="canvas-refusal" role="status">
        {builder.refusal.value && <p>{builder.refusal.value}</p>}
      </div>
    </div>
  );
}

/** The ids that are chosen after the changes; undefined where they choose nothing else. */
function selected(
  changes: readonly { type: string; id?: string; selected?: boolean }[],
  before: ReadonlySet<string>,
): Set<string> | undefined {
  const chosen = new Set(before);
  for (const change of changes) {
    if (change.type !== "select" || change.id === undefined) continue;
    if (change.selected) chosen.add(change.id);
    else chosen.delete(change.id);
  }
  return chosen.size === before.size && [...chosen].every((id) => before.has(id)) ? undefined : chosen;
}

/** At first the whole flow where it can be read so, else its beginning: a thousand cards at once tell nobody anything. */
function showFirst(builder: Builder, flow: ReactFlowInstance<FlowCard, FlowWire>, frame: HTMLElement): void {
  const { nodes } = builder.editor.document.peek();
  const { x, y, width, height } = flow.getNodesBounds(nodes.map(({ id }) => id));
  const { clientWidth, clientHeight } = frame;
  if (Math.min(clientWidth / width, clientHeight / height) > readableZoom) {
    void flow.fitView(fitOptions);
    return;
  }
  const first = nodes.find(({ type }) => type === "start") ?? nodes[0];
  const at = (first && builder.places.peek().get(first.id)) ?? { x, y };
  void flow.setViewport({ x: 60 - at.x * beginZoom, y: clientHeight / 3 - at.y * beginZoom, zoom: beginZoom });
}
const readableZoom = 0.45;
const beginZoom = 0.8;

/** Hands the view over to the model, which moves it for keys and tools. */
function useStage(builder: Builder, frame: { current: HTMLDivElement | null }): void {
  const flow = useReactFlow<FlowCard, FlowWire>();
  useEffect(() => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const duration = calm ? 0 : 160;
    const size = () => frame.current!.getBoundingClientRect();
    builder.setStage({
      toFlow: (at) => flow.screenToFlowPosition(at, { snapToGrid: false }),
      toScreen: (at) => flow.flowToScreenPosition(at),
      reveal({ x, y, width, height }) {
        const { x: left, y: top, zoom } = flow.getViewport();
        const view = size();
        const [a, b] = [x * zoom + left, y * zoom + top];
        const margin = 24;
        if (a > margin && b > margin && a + width * zoom < view.width - margin && b + height * zoom < view.height - margin) return;
        void flow.setCenter(x + width / 2, y + height / 2, { zoom: Math.max(zoom, 0.6), duration });
      },
      fit: () => void flow.fitView({ ...fitOptions, duration }),
      zoom: (by) => void (by > 0 ? flow.zoomIn({ duration }) : flow.zoomOut({ duration })),
      middle() {
        const view = size();
        return flow.screenToFlowPosition({ x: view.x + view.width / 2 - 108, y: view.y + view.height / 2 - cardHeightOfNew });
      },
    });
    return () => builder.setStage(undefined);
  }, [builder, flow]);
}
const cardHeightOfNew = cardHeight({ id: "", type: "delay", name: "", config: {} }) / 2;
