import { BaseEdge, type EdgeProps, getBezierPath, type ReactFlowState, useStore } from "@xyflow/react";
import { memo } from "preact/compat";
import { builderLabels } from "../document/builder-labels.ts";
import type { FlowWire } from "./canvas-elements.ts";

const seenFromFar = ({ transform }: ReactFlowState): boolean => transform[2] < 0.35;

/** An edge: a smooth line with a "+" in its middle that puts a node into it. */
export const Wire = memo((props: EdgeProps<FlowWire>) => {
  const { data } = props;
  const [path, x, y] = getBezierPath(props);
  const isFar = useStore(seenFromFar);
  if (isFar) return <path class="react-flow__edge-path" d={path} fill="none" />;
  const mayEdit = data?.builder.editor.mayEdit.peek();
  return (
    <>
      <BaseEdge path={path} interactionWidth={18} />
      {data?.moving && <circle class="wire-dot" r="3.5" style={{ offsetPath: `path("${path}")` }} />}
      {mayEdit && (
        <g
          class="wire-plus"
          transform={`translate(${x} ${y})`}
          role="button"
          aria-label={builderLabels.insert}
          onClick={(event) => {
            event.stopPropagation();
            data!.builder.openPalette({ into: data!.edge }, { x: event.clientX, y: event.clientY });
          }}
        >
          <title>{builderLabels.insert}</title>
          <circle r="16" class="wire-plus-reach" />
          <circle r="9" />
          <path d="M-4 0h8M0-4v8" />
        </g>
      )}
    </>
  );
});
