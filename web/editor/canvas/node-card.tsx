import { Handle, type NodeProps, Position, type ReactFlowState, useStore } from "@xyflow/react";
import { memo } from "preact/compat";
import { isPlainOutcome, lookOf } from "../drawing/node-look.ts";
import { builderLabels } from "../document/builder-labels.ts";
import { Icon } from "../../base/ui/icons.tsx";
import { durationText } from "../../base/ui/time-text.ts";
import { workflowLabels } from "../../base/workflow/workflow-labels.ts";
import type { FlowCard } from "./canvas-elements.ts";
import { cardWidth, inletY, outletY } from "../document/card-shape.ts";
import type { NodeRun } from "../document/flow-editor.ts";
import { kindOf, outcomeLabel, hasRole } from "../drawing/node-kinds.ts";
import { RunStatus } from "../../base/ui/status.tsx";
import { toneOf } from "../../base/ui/status-look.ts";

/** A node: what it is, what it is called, what it does, and its ways on. */
export const NodeCard = memo(
  ({ data: { id, type, name, summary, outcomes, problem, run, pinned, free, builder } }: NodeProps<FlowCard>) => {
    const { icon, family } = lookOf(type);
    const isFar = useStore(seenFromFar);
    if (isFar)
      return (
        <div class={`step step-far ${run ? `step-${toneOf(run.status)}` : ""}`}>
          <span class={`step-icon family-${family}`} />
          {problem && <span class={`step-problem step-problem-${problem}`} />}
        </div>
      );
    const open = new Set(free.split(" "));
    const editable = builder.editor.mayEdit.peek();
    return (
      <div class={`step ${run ? `step-ran step-${toneOf(run.status)}` : ""}`}>
        {!hasRole({ type }, "start") && (
          <Handle type="target" position={Position.Left} style={{ top: inletY }} isConnectableStart={false} />
        )}
        <span class={`step-icon family-${family}`} title={kindOf(type).title}>
          <Icon name={icon} />
        </span>
        <div class="step-words">
          <p class="step-name cut" title={name}>
            {name || "–"}
          </p>
          <p class="step-summary cut" title={summary}>
            {summary || kindOf(type).title}
          </p>
        </div>
        {pinned && (
          <span class="step-pin" title={builderLabels.pinned}>
            <Icon name="pin" />
          </span>
        )}
        {problem && <span class={`step-problem step-problem-${problem}`} title={workflowLabels.problemList.severity[problem]} />}
        {outcomes.map((outcome) => {
          const top = outletY(outcomes, outcome);
          const isFree = open.has(outcome);
          return (
            <div key={outcome} class={`outlet ${isFree ? "outlet-free" : ""} ${outcome === "failure" ? "outlet-failure" : ""}`}>
              <Handle type="source" id={outcome} position={Position.Right} style={{ top }} isConnectableEnd={false} />
              <span class="outlet-way" style={{ top: `${top}px`, left: `${cardWidth + 8}px` }}>
                {!isPlainOutcome(outcome) && <span class="outlet-name">{outcomeLabel(outcome)}</span>}
                {isFree && editable && (
                  <button
                    type="button"
                    class="outlet-add nodrag nopan"
                    tabIndex={-1}
                    aria-label={builderLabels.addAfter(name, outcome)}
                    title={builderLabels.addAfter(name, outcome)}
                    onClick={(event) => {
                      event.stopPropagation();
                      builder.openPalette({ from: { node: id, outcome } }, { x: event.clientX, y: event.clientY });
                    }}
                  >
                    <Icon name="plus" />
                  </button>
                )}
              </span>
            </div>
          );
        })}
        {run && <RunLine run={run} />}
      </div>
    );
  },
  (before, after) => before.data === after.data && before.selected === after.selected && before.dragging === after.dragging,
);

/** So far away nothing of a card can be read or hit, and it is drawn as little more than its outline. */
const seenFromFar = ({ transform }: ReactFlowState): boolean => transform[2] < 0.35;

function RunLine({ run: { status, durationMs, line } }: { run: NodeRun }) {
  return (
    <p class="step-run cut" title={line}>
      <RunStatus status={status} plain />
      {durationMs !== undefined && <span class="figures">{durationText(durationMs)}</span>}
      {line && <span class="cut mono">{line}</span>}
    </p>
  );
}
