import {
  Background,
  BackgroundVariant,
  ConnectionLineType,
  Panel,
  ReactFlow,
  type ReactFlowInstance,
  type ReactFlowState,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useComputed } from "@preact/signals";
import { memo } from "preact/compat";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { builderLabels } from "../document/builder-labels.ts";
import type { Builder } from "./builder-model.ts";
import { heightOf } from "../document/card-shape.ts";
import { createHandlers } from "./canvas-handlers.ts";
import { openCanvasMenu } from "./canvas-menu.tsx";
import { CanvasTools } from "./canvas-tools.tsx";
import { createElements, type FlowCard, type FlowWire, type NoteBox } from "./canvas-elements.ts";
import { FindBar } from "./find-bar.tsx";
import { Minimap } from "./minimap.tsx";
import { nodeTypeInDrag } from "./node-drag.ts";
import { NodeCard } from "./node-card.tsx";
import { NoteCard } from "./note-card.tsx";
import { grid } from "../document/placing.ts";
import { Wire } from "./wire.tsx";
import { hasRole } from "../drawing/node-kinds.ts";

const words = builderLabels;
const nodeTypes = { card: NodeCard, note: NoteCard };
const edgeTypes = { wire: Wire };
const zooms = { min: 0.1, max: 2 } as const;
const noAttribution = { hideAttribution: true };
const fitOptions = { padding: 0.1, maxZoom: 1 };
const snapGrid: [number, number] = [grid, grid];
/** Near enough to read what stands on a card, or not quite. */
const distanceOf = ({ transform: [, , zoom] }: ReactFlowState) => (zoom < 0.72 ? "middle" : "near");
const severalKeys = ["Shift", "Meta", "Control"];

/** The flow, to be edited by mouse; the keys are in builder-keys.ts. */
export const Canvas = memo(({ builder }: { builder: Builder }) => (
  <ReactFlowProvider>
    <Stage builder={builder} />
  </ReactFlowProvider>
));

function Stage({ builder }: { builder: Builder }) {
  const { editor } = builder;
  const frame = useRef<HTMLDivElement>(null);
  const elements = useMemo(() => createElements(builder), [builder]);
  const nodes = elements.nodes.value;
  const count = elements.cards.value.length;
  const edges = elements.edges.value;
  const editable = editor.mayEdit.value;
  const distance = useStore(distanceOf);
  const isDragging = useComputed(() => elements.dragged.value !== undefined);
  useStage(builder, frame);

  const handlers = useMemo(() => createHandlers(builder, elements), [builder, elements]);
  const first = useMemo(
    () => (flow: ReactFlowInstance<FlowCard | NoteBox, FlowWire>) => {
      showFirst(builder, flow, frame.current!);
      // What a link leads to was chosen before there was a view to bring it into.
      const node = builder.editor.selectedNode.peek();
      if (node) builder.goTo(node.id, { focus: false });
    },
    [builder],
  );

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- by keyboard there is builder-keys.ts
    <div
      ref={frame}
      class="canvas"
      role="region"
      aria-label={words.canvas(count, edges.length)}
      data-distance={distance}
      data-dragging={isDragging.value ? "" : undefined}
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
      onContextMenu={(event) => openCanvasMenu(builder, event) && event.preventDefault()}
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
        {...handlers}
        nodesConnectable={editable}
        nodesDraggable={editable}
        edgesFocusable={false}
        edgesReconnectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        multiSelectionKeyCode={severalKeys}
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
        onInit={first}
        proOptions={noAttribution}
        nodeDragThreshold={3}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} />
        {builder.minimap.value && count > 0 && (
          <Panel position="bottom-right">
            <Minimap elements={elements} />
          </Panel>
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

/** Initially the whole flow if it is readable, otherwise its start: a thousand tiny cards help no one. */
function showFirst(builder: Builder, flow: ReactFlowInstance<FlowCard | NoteBox, FlowWire>, frame: HTMLElement): void {
  const { nodes } = builder.editor.document.peek();
  const { x, y, width, height } = flow.getNodesBounds(nodes.map(({ id }) => id));
  const { clientWidth, clientHeight } = frame;
  if (Math.min(clientWidth / width, clientHeight / height) > readableZoom) {
    void flow.fitView(fitOptions);
    return;
  }
  const first = nodes.find((node) => hasRole(node, "start")) ?? nodes[0];
  const at = (first && builder.places.peek().get(first.id)) ?? { x, y };
  void flow.setViewport({ x: 60 - at.x * beginZoom, y: clientHeight / 3 - at.y * beginZoom, zoom: beginZoom });
}
const readableZoom = 0.45;
const beginZoom = 0.8;

/** Hands the view over to the model, which moves it for keys and tools. */
function useStage(builder: Builder, frame: { current: HTMLDivElement | null }): void {
  const flow = useReactFlow<FlowCard | NoteBox, FlowWire>();
  useLayoutEffect(() => {
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
    const stopKeeping = keepMiddle(flow, frame.current!);
    return () => {
      stopKeeping();
      builder.setStage(undefined);
    };
  }, [builder, flow]);
}
/** What was in the middle stays there when a panel takes room from the canvas, or gives it back. */
function keepMiddle(flow: ReactFlowInstance<FlowCard | NoteBox, FlowWire>, frame: HTMLElement): () => void {
  let known: { width: number; height: number } | undefined;
  const observer = new ResizeObserver(() => {
    const { x, y, zoom } = flow.getViewport();
    const { clientWidth: width, clientHeight: height } = frame;
    // The first call only gives the size of the frame.
    const [byX, byY] = known ? [(width - known.width) / 2, (height - known.height) / 2] : [0, 0];
    known = { width, height };
    if (byX !== 0 || byY !== 0) void flow.setViewport({ x: x + byX, y: y + byY, zoom });
  });
  observer.observe(frame);
  return () => observer.disconnect();
}
const cardHeightOfNew = heightOf([]) / 2;
