import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { RunStep } from "../../base/api/runs.ts";
import { runLabels } from "./run-labels.ts";
import { EmptyState, ProblemNotice, Skeleton } from "../../base/ui/states.tsx";
import { useWorkflow } from "../../base/workflow/workflow-model.ts";
import { AgainDialog } from "./again-dialog.tsx";
import { RunHead } from "./run-head.tsx";
import type { RunModel } from "./run-model.ts";
import { RunView } from "./run-view.tsx";

const words = runLabels;

interface Props {
  model: RunModel;
  /** Puts what identifies the run around its state and actions. */
  head: (state: ComponentChildren) => ComponentChildren;
  /** Buttons that only one of the places has. */
  actions?: ComponentChildren;
  /** Opens the run that was started from this one. */
  onBegun: (runId: string) => void;
}

/** A run beside the list or on a page of its own: loading, gone, or whole. */
export function RunShown({ model, head, actions, onBegun }: Props) {
  const { model: shared } = useWorkflow();
  const again = useSignal<{ from: RunStep | undefined } | undefined>(undefined);
  const run = model.run.value;
  const problem = model.problem.value;
  const mayEdit = shared.may("workflow.edit");
  if (!run)
    return (
      <>
        {head(actions)}
        <div class="run-body">
          {problem?.status === 404 ? (
            <EmptyState
              icon="search"
              title={words.gone.title}
              action={
                <a class="button button-main" href={`/workflows/${model.workflowId}/runs`}>
                  {words.gone.action}
                </a>
              }
            >
              {words.gone.detail}
            </EmptyState>
          ) : problem ? (
            <ProblemNotice problem={problem} onRetry={() => void model.reload()} />
          ) : (
            <Skeleton lines={8} />
          )}
        </div>
      </>
    );
  return (
    <>
      {head(
        <RunHead model={model} run={run} mayEdit={mayEdit} onAgain={() => (again.value = { from: undefined })}>
          {actions}
        </RunHead>,
      )}
      <div class="run-body">
        {problem && <ProblemNotice problem={problem} onRetry={() => void model.reload()} />}
        <RunView model={model} run={run} mayEdit={mayEdit} onRunFrom={(from) => (again.value = { from })} />
      </div>
      {again.value && (
        <AgainDialog
          key={again.value.from?.nodeId ?? ""}
          workflowId={model.workflowId}
          run={run}
          from={again.value.from}
          onClose={() => (again.value = undefined)}
          onBegun={(runId) => {
            again.value = undefined;
            onBegun(runId);
          }}
        />
      )}
    </>
  );
}
