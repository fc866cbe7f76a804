import type { ComponentType } from "preact";
import type { WorkflowPlace } from "../shell/workflow-place.ts";
import { NotFoundPage } from "../shell/not-found-page.tsx";
import { TopBar } from "../shell/page-head.tsx";
import { lazyPage } from "../shell/lazy-page.tsx";
import { labels } from "../ui/labels.ts";
import { EmptyState, ProblemNotice, Skeleton } from "../ui/states.tsx";
import { useModel } from "../ui/use-model.ts";
import { workflowLabels } from "../ui/workflow-labels.ts";
import { DeployDialog, DeployRefusalDialog, UndeployDialog } from "./deploy-dialogs.tsx";
import { WorkflowBar } from "./workflow-bar.tsx";
import { createWorkflowModel, ShareWorkflow } from "./workflow-model.ts";
import "./workflow.css";

const pages = {
  "": lazyPage(async () => (await import("../flow/flow-page.tsx")).FlowPage),
  endpoint: lazyPage(async () => (await import("../endpoint/endpoint-page.tsx")).EndpointPage),
  keys: lazyPage(async () => (await import("../keys/keys-page.tsx")).KeysPage),
  runs: lazyPage(async () => (await import("../monitoring/runs-page.tsx")).RunsPage),
  reruns: lazyPage(async () => (await import("../monitoring/jobs-page.tsx")).JobsPage),
  alerts: lazyPage(async () => (await import("../alerts/alerts-page.tsx")).AlertsPage),
  versions: lazyPage(async () => (await import("../versions/versions-page.tsx")).VersionsPage),
  audit: lazyPage(async () => (await import("../audit/audit-page.tsx")).AuditPage),
  sharing: lazyPage(async () => (await import("../sharing/sharing-page.tsx")).SharingPage),
  variables: lazyPage(async () => (await import("../variables/variables-page.tsx")).VariablesPage),
  transfer: lazyPage(async () => (await import("../import/transfer-page.tsx")).TransferPage),
  details: lazyPage(async () => (await import("../details/details-page.tsx")).DetailsPage),
};

/** Pages about one of many, by the page that lists them. */
const parts: Readonly<Record<string, ComponentType<{ part: string }>>> = {
  runs: lazyPage<{ part: string }>(async () => (await import("../run/run-page.tsx")).RunPage),
  reruns: lazyPage<{ part: string }>(async () => (await import("../monitoring/bulk-page.tsx")).BulkPage),
  replays: lazyPage<{ part: string }>(async () => (await import("../monitoring/replay-page.tsx")).ReplayPage),
};

/** The pages of one workflow below their common bar. */
export function WorkflowArea({ id, page, part }: WorkflowPlace) {
  const model = useModel(() => createWorkflowModel(id), id);
  const Part = part !== undefined && Object.hasOwn(parts, page) ? parts[page] : undefined;
  const Page = part === undefined && Object.hasOwn(pages, page) ? pages[page as keyof typeof pages] : undefined;
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
