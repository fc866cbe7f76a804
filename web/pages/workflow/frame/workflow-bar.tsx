import { guide } from "../first-steps/guide.ts";
import { LazyCoach } from "../first-steps/lazy-coach.tsx";
import { TopBar } from "../../../base/ui/page-head.tsx";
import { Button } from "../../../base/ui/button.tsx";
import { Icon } from "../../../base/ui/icons.tsx";
import { labels } from "../../../base/labels.ts";
import { WorkflowStatusChip } from "../../../base/ui/status.tsx";
import { workflowLabels } from "../../../base/workflow/workflow-labels.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";

const words = workflowLabels;

/** Where one is, what state it is in, Try it and Deploy; and the guide, where this is its workflow. */
export function WorkflowBar() {
  const { workflow } = useWorkflow();
  return (
    <>
      <Bar />
      {guide.isFor(workflow.id) && <LazyCoach />}
    </>
  );
}

function Bar() {
  const { model, workflow } = useWorkflow();
  const deployed = workflow.deployment !== null;
  const builder = model.builder.value;
  const problems = builder?.problems.value.length ?? 0;
  const mayDeploy = model.may("workflow.deploy");
  return (
    <TopBar
      actions={
        <>
          {builder ? (
            <Button icon="play" data-guide="run" title={`${workflowLabels.run} (R)`} onClick={builder.run}>
              {workflowLabels.run}
            </Button>
          ) : (
            deployed && (
              <a class="button bar-try" href={`/workflows/${workflow.id}/endpoint#try`}>
                <Icon name="play" />
                {words.tryIt}
              </a>
            )
          )}
          <Button
            kind={deployed && !model.hasChanges.value ? "plain" : "main"}
            icon="deploy"
            data-guide="deploy"
            busy={model.deploy.busy.value || model.reviewDeploy.busy.value}
            disabled={!mayDeploy}
            title={mayDeploy ? undefined : words.mayNotDeploy}
            onClick={() => void model.reviewDeploy.run()}
          >
            {model.hasChanges.value ? words.redeploy : words.deploy}
            {problems > 0 && (
              <span class="bar-count" aria-label={workflowLabels.problemList.count(problems)}>
                {problems}
              </span>
            )}
          </Button>
        </>
      }
    >
      <a href="/" class="bar-up">
        {labels.shell.workflows}
      </a>
      <Icon name="chevronRight" class="bar-up" />
      <span class="strong cut bar-name" title={workflow.name}>
        {workflow.name}
      </span>
      <WorkflowStatusChip status={workflow.status} />
      {workflow.deployment && (
        <a
          class="bar-more bar-version cut"
          href={`/workflows/${workflow.id}/versions?from=deployed&to=draft`}
          title={words.compareDeployed}
        >
          <span class="figures">{words.versionOf(workflow.deployment.versionNumber)}</span>
          {model.hasChanges.value && <> · {words.changes}</>}
        </a>
      )}
    </TopBar>
  );
}
