import { useSignal } from "@preact/signals";
import { FlowDrawing } from "../../../editor/drawing/drawing.tsx";
import { NodePanel } from "../../../editor/drawing/node-panel.tsx";
import { Button } from "../../../base/ui/button.tsx";
import { createResource } from "../../../base/ui/resource.ts";
import { ProblemNotice, Skeleton } from "../../../base/ui/states.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { versionsLabels } from "./versions-labels.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { type ComparedFlow, loadComparedFlows } from "./compared-flows.ts";
import { FlowDiffView } from "./flow-diff.tsx";
import type { VersionsModel } from "./versions-model.ts";
import { WorkflowStatusChip } from "../../../base/ui/status.tsx";
import "../../../editor/drawing/flow.css";

const words = versionsLabels;
type Side = "before" | "after";

/** Two flows to look at, side by side with what differs marked, and below them the list of what changes. */
export function FlowsBeside({ model, from, to }: { model: VersionsModel; from: string; to: string }) {
  const { workflow } = useWorkflow();
  const deployedId = workflow.deployment?.versionId;
  const loaded = useModel(() => {
    const resource = createResource(() => loadComparedFlows(workflow.id, deployedId, from, to));
    return { ...resource, start: resource.load };
  }, `${workflow.id} ${deployedId} ${from} ${to}`);
  const chosen = useSignal<{ side: Side; id: string } | undefined>(undefined);
  const compared = loaded.value.value;
  if (!compared)
    return loaded.problem.value ? <ProblemNotice problem={loaded.problem.value} onRetry={loaded.load} /> : <Skeleton lines={6} />;
  const node = chosen.value && compared[chosen.value.side].flow.nodes.find(({ id }) => id === chosen.value!.id);
  const close = () => (chosen.value = undefined);
  return (
    <div class="stack-l">
      <div class={compared.same ? "beside beside-same" : "beside"}>
        {(compared.same ? (["before"] as const) : (["before", "after"] as const)).map((side) => (
          <Pane
            key={side}
            side={side}
            compared={compared[side]}
            model={model}
            selected={chosen.value?.side === side ? chosen.value.id : undefined}
            onSelect={(id) => (chosen.value = id === undefined ? undefined : { side, id })}
          />
        ))}
      </div>
      <div class={node ? "beside-below" : undefined}>
        <section class="card" aria-labelledby="what-changes">
          <div class="card-head">
            <h2 id="what-changes">{words.whatChanges}</h2>
          </div>
          <div class="card-body">
            <FlowDiffView diff={compared.diff} known={[...compared.before.flow.nodes, ...compared.after.flow.nodes]} />
          </div>
        </section>
        {node && <NodePanel node={node} problems={[]} onClose={close} />}
      </div>
    </div>
  );
}

interface PaneProps {
  side: Side;
  compared: ComparedFlow;
  model: VersionsModel;
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
}

function Pane({ side, compared: { flow, version, marks }, model, selected, onSelect }: PaneProps) {
  const { model: shared, workflow } = useWorkflow();
  const id = `flow-${side}`;
  return (
    <section class="card beside-pane" aria-labelledby={id}>
      <div class="card-head">
        <h2 id={id} class="cut grow">
          {version ? words.called(version.number, version.name) : words.draft}
        </h2>
        {version?.deployed && <WorkflowStatusChip status={words.deployed} />}
        {version ? (
          shared.may("workflow.edit") && (
            <Button icon="history" onClick={() => (model.open.value = { kind: "restore", version })}>
              {words.restore}
            </Button>
          )
        ) : (
          <a class="button" href={`/workflows/${workflow.id}`}>
            {words.openFlow}
          </a>
        )}
      </div>
      <p class="soft beside-about break">{version ? version.description || words.readOnly : words.draftAbout}</p>
      <FlowDrawing flow={flow} marks={marks} selected={selected} onSelect={onSelect} />
    </section>
  );
}
