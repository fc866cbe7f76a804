import { lazyPage } from "../shell/lazy-page.tsx";
import { navigate } from "../shell/router.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { labels } from "../ui/labels.ts";
import { ProblemNotice } from "../ui/states.tsx";
import { workflowLabels } from "../ui/workflow-labels.ts";
import { ProblemList } from "./problem-list.tsx";
import { type DeployRefusal, useWorkflow, type WorkflowModel } from "./workflow-model.ts";

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
