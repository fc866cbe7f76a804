import { useComputed, useSignal } from "@preact/signals";
import { type ReactFlowState, useReactFlow, useStore } from "@xyflow/react";
import { useRef } from "preact/hooks";
import { builderLabels } from "../document/builder-labels.ts";
import type { Elements, FlowCard, NoteBox } from "./canvas-elements.ts";

const size = { width: 156, height: 104 } as const;
/** How much of the flow's own size is left free around it. */
const margin = 0.06;

interface Drawn {
  readonly notes: string;
  readonly fine: string;
  readonly trouble: string;
  readonly bounds: Box | undefined;
}
const nothing: Drawn = { notes: "", fine: "", trouble: "", bounds: undefined };

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The whole flow in the corner, with the visible part; pressing or dragging in it moves the view. All cards are one
 * path, so a thousand of them are one element. They are drawn again when a drag has ended.
 */
export function Minimap({ elements }: { elements: Elements }) {
  const flow = useReactFlow();
  const held = useRef(false);
  const pressed = useSignal<Box | undefined>(undefined);
  const last = useRef(nothing);
  const drawn = useComputed(() => {
    if (elements.dragged.value) return last.current;
    const cards = elements.cards.value;
    return (last.current = {
      notes: pathOf(elements.notes.value),
      fine: pathOf(cards.filter(({ data }) => !data.problem)),
      trouble: pathOf(cards.filter(({ data }) => data.problem)),
      bounds: boundsOf([...elements.notes.value, ...cards]),
    });
  });
  const [x, y, width, height] = useStore(viewOf, sameNumbers);
  const view = { x, y, width, height };
  const { bounds, notes, fine, trouble } = drawn.value;
  // While the view is moved by hand the map stands still under the pointer.
  const whole = pressed.value ?? withMargin(bounds ? around(bounds, view) : view);
  const scale = Math.max(whole.width / size.width, whole.height / size.height) || 1;
  const [left, top] = [whole.x - (size.width * scale - whole.width) / 2, whole.y - (size.height * scale - whole.height) / 2];
  const moveTo = ({ clientX, clientY, currentTarget }: PointerEvent & { currentTarget: SVGElement }) => {
    const box = currentTarget.getBoundingClientRect();
    void flow.setCenter(left + (clientX - box.x) * scale, top + (clientY - box.y) * scale, { zoom: flow.getZoom() });
  };
  const far = 1e6;
  return (
    <svg
      class="minimap"
      role="img"
      aria-label={builderLabels.tools.minimap}
      width={size.width}
      height={size.height}
      viewBox={[left, top, size.width * scale, size.height * scale].join(" ")}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        held.current = true;
        pressed.value = whole;
        moveTo(event);
      }}
      onPointerMove={(event) => held.current && moveTo(event)}
      onPointerUp={() => {
        held.current = false;
        pressed.value = undefined;
      }}
      onWheel={(event) => {
        event.preventDefault();
        event.stopPropagation();
        void (event.deltaY < 0 ? flow.zoomIn() : flow.zoomOut());
      }}
    >
      <path class="minimap-notes" d={notes} />
      <path class="minimap-cards" d={fine} />
      <path class="minimap-trouble" d={trouble} />
      <path
        class="minimap-mask"
        fill-rule="evenodd"
        d={`M${-far} ${-far}h${2 * far}v${2 * far}h${-2 * far}zM${x} ${y}h${width}v${height}h${-width}z`}
      />
    </svg>
  );
}

type View = [x: number, y: number, width: number, height: number];
const viewOf = ({ transform: [x, y, zoom], width, height }: ReactFlowState): View => [-x / zoom, -y / zoom, width / zoom, height / zoom];
const sameNumbers = (a: View, b: View): boolean => a.every((each, at) => each === b[at]);

const pathOf = (cards: readonly (FlowCard | NoteBox)[]): string =>
  cards.map(({ position: { x, y }, width = 0, height = 0 }) => `M${x} ${y}h${width}v${height}h${-width}z`).join("");

function boundsOf(cards: readonly (FlowCard | NoteBox)[]): Box | undefined {
  if (cards.length === 0) return undefined;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { position, width = 0, height = 0 } of cards) {
    left = Math.min(left, position.x);
    top = Math.min(top, position.y);
    right = Math.max(right, position.x + width);
    bottom = Math.max(bottom, position.y + height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function around(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}

function withMargin({ x, y, width, height }: Box): Box {
  const room = margin * Math.max(width, height);
  return { x: x - room, y: y - room, width: width + 2 * room, height: height + 2 * room };
}
