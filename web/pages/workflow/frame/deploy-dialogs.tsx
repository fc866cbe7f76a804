import { lazyPage } from "../../../base/ui/lazy-page.tsx";
import { navigate } from "../../../base/router/router.ts";
import { Button } from "../../../base/ui/button.tsx";
import { Dialog } from "../../../base/ui/dialog.tsx";
import { labels } from "../../../base/labels.ts";
import { ProblemNotice } from "../../../base/ui/states.tsx";
import { workflowLabels } from "../../../base/workflow/workflow-labels.ts";
import { ProblemList } from "../../../base/workflow/problem-list.tsx";
import { type DeployRefusal, useWorkflow, type WorkflowModel } from "../../../base/workflow/workflow-model.ts";

/** The differences are fetched when they are first asked for; most visits to a workflow deploy nothing. */
const DeployChanges = lazyPage(async () => (await import("../versions/deploy-changes.tsx")).DeployChanges);

const words = workflowLabels;

/** Why a deploy was refused: the flow's problems, each leading to its node, or whatever else it was. */
export function DeployRefusalDialog({ refusal, model }: { refusal: DeployRefusal; model: WorkflowModel }) {
  const close = () => (model.refusal.value = undefined);
  const show = (node?: string) => {
    close();
    navigate(`/workflows/${model.id}${node ? `?node=${encodeURIComponent(node)}` : ""}`);
  };
  return (
    <Dialog title={refusal.blocking.length > 0 ? words.blockedTitle : refusal.problem.title} onClose={close} wide>
      <div class="form">
        {refusal.blocking.length > 0 ? (
          <>
            <p class="soft">{words.blockedLead}</p>
            <ProblemList problems={refusal.blocking} nodes={refusal.nodes} onNode={show} />
          </>
        ) : (
          <ProblemNotice problem={refusal.problem} />
        )}
        <div class="form-actions">
          <Button onClick={close}>{labels.common.close}</Button>
          {refusal.blocking.length > 0 && (
            <Button kind="main" onClick={() => show()}>
              {words.editFlow}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** Before something else takes the place of what is deployed: what will change. */
export function DeployDialog() {
  const { model, workflow } = useWorkflow();
  const { deployment } = workflow;
  const close = () => (model.asksDeploy.value = false);
  return (
    <Dialog title={words.redeploy} onClose={close} wide>
      <div class="form">
        {deployment && <DeployChanges workflowId={workflow.id} deployment={deployment} />}
        <div class="form-actions">
          <Button onClick={close}>{labels.common.cancel}</Button>
          <Button kind="main" icon="deploy" data-first busy={model.deploy.busy.value} onClick={() => void model.deploy.run()}>
            {words.redeploy}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

export function UndeployDialog() {
  const { model, workflow } = useWorkflow();
  const close = () => (model.asksUndeploy.value = false);
  return (
    <Dialog title={words.undeployTitle(workflow.name)} onClose={close}>
      <div class="form">
        <p>{words.undeployBody}</p>
        {model.undeploy.problem.value && <ProblemNotice problem={model.undeploy.problem.value} />}
        <div class="form-actions">
          <Button onClick={close}>{labels.common.cancel}</Button>
          <Button kind="danger" busy={model.undeploy.busy.value} onClick={() => void model.undeploy.run()}>
            {words.undeploy}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
