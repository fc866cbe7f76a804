import type { ComponentType } from "preact";
import type { WorkflowPlace } from "../../../base/router/workflow-place.ts";
import { NotFoundPage } from "../../../base/ui/not-found-page.tsx";
import { TopBar } from "../../../base/ui/page-head.tsx";
import { labels } from "../../../base/labels.ts";
import { EmptyState, ProblemNotice, Skeleton } from "../../../base/ui/states.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { workflowLabels } from "../../../base/workflow/workflow-labels.ts";
import { DeployDialog, DeployRefusalDialog, UndeployDialog } from "./deploy-dialogs.tsx";
import { WorkflowBar } from "./workflow-bar.tsx";
import { createWorkflowModel, ShareWorkflow } from "../../../base/workflow/workflow-model.ts";
import "./workflow.css";

/** What an address shows of a workflow: its pages by their name, and pages about one of many by the page that lists them. */
export interface WorkflowPages {
  pages: Readonly<Record<string, ComponentType>>;
  parts: Readonly<Record<string, ComponentType<{ part: string }>>>;
}

/** The pages of one workflow below their common bar. */
export function WorkflowArea({ id, page, part, pages, parts }: WorkflowPlace & WorkflowPages) {
  const model = useModel(() => createWorkflowModel(id), id);
  const Part = part !== undefined && Object.hasOwn(parts, page) ? parts[page] : undefined;
  const Page = part === undefined && Object.hasOwn(pages, page) ? pages[page] : undefined;
  if (!Page && !Part) return <NotFoundPage />;
  const problem = model.problem.value;
  if (!model.workflow.value) {
    return (
      <>
        <TopBar>
          <a href="/">{labels.shell.workflows}</a>
        </TopBar>
        <div class="page">
          {problem?.status === 404 ? (
            <EmptyState
              icon="search"
              title={workflowLabels.notFound.title}
              action={
                <a class="button button-main" href="/">
                  {labels.notFound.action}
                </a>
              }
            >
              {workflowLabels.notFound.detail}
            </EmptyState>
          ) : problem ? (
            <ProblemNotice problem={problem} onRetry={model.reload} />
          ) : (
            <Skeleton lines={6} />
          )}
        </div>
      </>
    );
  }
  return (
    <ShareWorkflow value={model}>
      <WorkflowBar />
      {Page ? <Page /> : Part && <Part key={part} part={part!} />}
      {model.refusal.value && <DeployRefusalDialog refusal={model.refusal.value} model={model} />}
      {model.asksDeploy.value && <DeployDialog />}
      {model.asksUndeploy.value && <UndeployDialog />}
    </ShareWorkflow>
  );
}
