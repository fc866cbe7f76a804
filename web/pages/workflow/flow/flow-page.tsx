import { useEffect } from "preact/hooks";
import { lazyPage } from "../../../base/ui/lazy-page.tsx";
import { PageHead } from "../../../base/ui/page-head.tsx";
import { search, setSearch } from "../../../base/router/router.ts";
import { flowLabels } from "../../../editor/drawing/flow-labels.ts";
import { labels } from "../../../base/labels.ts";
import { ProblemNotice, Skeleton } from "../../../base/ui/states.tsx";
import { Tabs } from "../../../base/ui/tabs.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { createFlowModel } from "../../../editor/drawing/flow-model.ts";
import { JsonEditor } from "../../../editor/json/json-editor.tsx";
import "../../../editor/drawing/flow.css";

const FlowBuilder = lazyPage<{ onView: () => void }>(async () => (await import("../../../editor/canvas/builder.tsx")).FlowBuilder);
const words = flowLabels;

/** The flow on the canvas, or as JSON. */
export function FlowPage() {
  const { workflow } = useWorkflow();
  useEffect(() => {
    document.title = `${workflow.name} · ${labels.product}`;
  }, [workflow.name]);
  if (search.value.get("view") === "json") return <FlowText />;
  return (
    <>
      <h1 class="unseen" tabIndex={-1}>
        {words.title}
      </h1>
      <FlowBuilder onView={() => setSearch({ view: "json" })} />
    </>
  );
}

function FlowText() {
  const { model: shared, workflow } = useWorkflow();
  const model = useModel(() => createFlowModel(shared), workflow.id);
  return (
    <div class="page">
      <PageHead title={words.title} tab={workflow.name} lead={workflow.description || words.lead} />
      {model.flow.value ? (
        <div>
          <Tabs
            label={words.view}
            tabs={[
              { key: "canvas", label: flowLabels.views.canvas },
              { key: "json", label: words.views.json },
            ]}
            current="json"
            onChange={(key) => setSearch({ view: key === "json" ? "json" : "" })}
          >
            <JsonEditor model={model} />
          </Tabs>
        </div>
      ) : model.problem.value ? (
        <ProblemNotice problem={model.problem.value} onRetry={model.load} />
      ) : (
        <Skeleton lines={6} />
      )}
    </div>
  );
}
