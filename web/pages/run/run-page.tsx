import { lazyPage } from "../../base/ui/lazy-page.tsx";
import { PageHead } from "../../base/ui/page-head.tsx";
import { navigate } from "../../base/router/router.ts";
import { Icon } from "../../base/ui/icons.tsx";
import { runLabels } from "./run-labels.ts";
import { shortOf } from "../../base/ui/short-id.tsx";
import { useModel } from "../../base/ui/use-model.ts";
import { useWorkflow } from "../../base/workflow/workflow-model.ts";
import { createRunModel } from "./run-model.ts";
import { RunShown } from "./run-shown.tsx";

const words = runLabels;
const ComparePage = lazyPage(async () => (await import("./compare-page.tsx")).ComparePage);

/** A run at an address of its own; `compare` in place of an id compares two. */
export function RunPage({ part }: { part: string }) {
  return part === "compare" ? <ComparePage /> : <OneRun runId={part} />;
}

function OneRun({ runId }: { runId: string }) {
  const { workflow } = useWorkflow();
  const model = useModel(() => createRunModel(workflow.id, runId), runId);
  const short = shortOf(runId);
  return (
    <div class="page run-page">
      <RunShown
        model={model}
        onBegun={(begun) => navigate(`/workflows/${workflow.id}/runs/${begun}`)}
        head={(state) => (
          <div class="run-page-head">
            <a class="run-back" href={`/workflows/${workflow.id}/runs`}>
              <Icon name="arrowLeft" />
              {words.back}
            </a>
            <PageHead title={words.title(short)} tab={`${words.title(short)} · ${workflow.name}`} />
            <div class="run-page-state">{state}</div>
          </div>
        )}
      />
    </div>
  );
}
