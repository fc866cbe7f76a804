import { PageHead } from "../../../base/ui/page-head.tsx";
import { navigate } from "../../../base/router/router.ts";
import { TryIt } from "./try-it.tsx";
import { Button } from "../../../base/ui/button.tsx";
import { endpointLabels } from "./endpoint-labels.ts";
import { EmptyState, Notice, ProblemNotice, Skeleton } from "../../../base/ui/states.tsx";
import { Tabs } from "../../../base/ui/tabs.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { toast } from "../../../base/ui/toasts.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { workflowLabels } from "../../../base/workflow/workflow-labels.ts";
import { ProblemList } from "../../../base/workflow/problem-list.tsx";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { CallPanel } from "./call-panel.tsx";
import { callModes, createEndpointModel, type EndpointModel } from "./endpoint-model.ts";
import { SettingsDialog } from "./settings-dialog.tsx";
import "./endpoint.css";

const words = endpointLabels;
const tabLabels = { sync: words.sync, async: words.asyncPoll, push: words.asyncPush } as const;

export function EndpointPage() {
  const { model: shared, workflow } = useWorkflow();
  const model = useModel(() => createEndpointModel(shared), workflow.id);
  const deployed = workflow.deployment !== null;
  return (
    <div class="page">
      <PageHead
        title={words.title}
        tab={`${words.title} · ${workflow.name}`}
        lead={
          workflow.deployment ? (
            <>
              {workflowLabels.deployed(workflow.deployment.versionNumber)}, <Time at={workflow.deployment.deployedAt} />
            </>
          ) : (
            words.lead
          )
        }
      />
      <WaitingForDeploy model={model} />
      <Blocking model={model} />
      <div class={deployed ? "endpoint" : undefined}>
        <section class="card" aria-label={words.modes}>
          <Ways model={model} />
        </section>
        {deployed && <TryIt model={model} />}
      </div>
    </div>
  );
}

function Ways({ model }: { model: EndpointModel }) {
  const { model: shared, workflow } = useWorkflow();
  const settings = model.settings.value.value;
  if (!settings)
    return (
      <div class="card-body">
        {model.settings.problem.value ? (
          <ProblemNotice problem={model.settings.problem.value} onRetry={model.settings.load} />
        ) : (
          <Skeleton lines={6} />
        )}
      </div>
    );
  const close = () => (model.editing.value = undefined);
  return (
    <>
      {!workflow.deployment && <NotDeployed />}
      <Tabs
        label={words.modes}
        tabs={callModes.map((key) => ({ key, label: tabLabels[key] }))}
        current={model.tab.value}
        onChange={(key) => (model.tab.value = key)}
      >
        <CallPanel mode={model.tab.value} model={model} settings={settings} />
      </Tabs>
      {model.editing.value && (
        <SettingsDialog
          kind={model.editing.value}
          workflowId={workflow.id}
          settings={settings}
          onClose={close}
          onSaved={(saved) => {
            model.settings.set(saved);
            close();
            toast(saved.needsRedeploy ? words.savedForDeploy : words.savedNow);
            void shared.reload();
          }}
        />
      )}
    </>
  );
}

function NotDeployed() {
  const { model: shared, workflow } = useWorkflow();
  const mayDeploy = shared.may("workflow.deploy");
  return (
    <div class="not-deployed">
      <EmptyState
        icon="endpoint"
        title={words.notDeployed.title}
        action={
          mayDeploy && (
            <Button
              kind="main"
              icon="deploy"
              busy={shared.deploy.busy.value || shared.reviewDeploy.busy.value}
              onClick={() => void shared.reviewDeploy.run()}
            >
              {workflowLabels.deploy}
            </Button>
          )
        }
      >
        {!mayDeploy
          ? workflowLabels.mayNotDeploy
          : workflow.status === "Undeployed"
            ? words.notDeployed.undeployed
            : words.notDeployed.detail}
      </EmptyState>
    </div>
  );
}

/** The problems of the draft: until they are fixed, callers get the earlier deployment. */
function Blocking({ model }: { model: EndpointModel }) {
  const { workflow } = useWorkflow();
  const { problems = [], flow } = model.flow.value ?? {};
  if (problems.length === 0 || !flow) return null;
  return (
    <section class="stack" aria-labelledby="blocking">
      <h2 id="blocking">{words.blocking(problems.length)}</h2>
      <ProblemList
        problems={problems}
        nodes={flow.nodes}
        onNode={(node) => navigate(`/workflows/${workflow.id}?node=${encodeURIComponent(node)}`)}
      />
    </section>
  );
}

/** What is saved but not what callers get: it takes effect with the next deploy. */
function WaitingForDeploy({ model }: { model: EndpointModel }) {
  const { model: shared, workflow } = useWorkflow();
  const settingsWait = workflow.deployment !== null && (model.settings.value.value?.needsRedeploy ?? false);
  const flowWaits = workflow.deployment?.flowChanged ?? false;
  if (!settingsWait && !flowWaits) return null;
  const { title, detail } = settingsWait ? words.needsRedeploy : words.flowChanged;
  return (
    <Notice
      kind="warning"
      title={title}
      action={
        shared.may("workflow.deploy") && (
          <Button busy={shared.deploy.busy.value || shared.reviewDeploy.busy.value} onClick={() => void shared.reviewDeploy.run()}>
            {workflowLabels.redeploy}
          </Button>
        )
      }
    >
      {settingsWait && flowWaits ? `${detail} ${words.flowChangedToo}` : detail}
    </Notice>
  );
}
