import { useSignal } from "@preact/signals";
import { workflows } from "../api/resources.ts";
import { FlowDrawing } from "../flow/drawing.tsx";
import { NodePanel } from "../flow/node-panel.tsx";
import { Button } from "../ui/button.tsx";
import { createResource } from "../ui/resource.ts";
import { ProblemNotice, Skeleton } from "../ui/states.tsx";
import { useModel } from "../ui/use-model.ts";
import { workflowLabels } from "../ui/workflow-labels.ts";
import type { VersionsModel } from "./versions-model.ts";
import "../flow/flow.css";

const words = workflowLabels.versions;
const untroubled: ReadonlySet<string> = new Set();

interface Props {
  model: VersionsModel;
  workflowId: string;
  versionId: string;
  mayEdit: boolean;
}

/** A version's flow, to look at. */
export function VersionFlow({ model, workflowId, versionId, mayEdit }: Props) {
  const loaded = useModel(() => {
    const resource = createResource(() => workflows.version(workflowId, versionId));
    return { ...resource, start: resource.load };
  });
  const selected = useSignal<string | undefined>(undefined);
  const version = loaded.value.value;
  if (!version)
    return loaded.problem.value ? <ProblemNotice problem={loaded.problem.value} onRetry={loaded.load} /> : <Skeleton lines={5} />;
  const node = version.flow.nodes.find(({ id }) => id === selected.value);
  return (
    <section class="card" aria-labelledby="version-flow">
      <div class="card-head">
        <div class="grow">
          <h2 id="version-flow">
            {words.number(version.number)} {version.name}
          </h2>
          <p class="soft break">{version.description || words.readOnly}</p>
        </div>
        <Button icon="transfer" onClick={() => model.compare(version.id, "draft")}>
          {words.compare}
        </Button>
        {mayEdit && (
          <Button icon="history" onClick={() => (model.open.value = { kind: "restore", version })}>
            {words.restore}
          </Button>
        )}
      </div>
      <div class="version-flow">
        <FlowDrawing flow={version.flow} troubled={untroubled} selected={selected.value} onSelect={(id) => (selected.value = id)} />
        {node && <NodePanel node={node} problems={[]} onClose={() => (selected.value = undefined)} />}
      </div>
    </section>
  );
}
