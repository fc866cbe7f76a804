import { PageHead } from "../../../base/ui/page-head.tsx";
import { navigate } from "../../../base/router/router.ts";
import { Button } from "../../../base/ui/button.tsx";
import { CopyButton } from "../../../base/ui/copy-button.tsx";
import { WorkflowStatusChip } from "../../../base/ui/status.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { toast } from "../../../base/ui/toasts.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { DeleteWorkflowDialog } from "../../shared/workflow-form/delete-workflow-dialog.tsx";
import { WorkflowFields } from "../../shared/workflow-form/workflow-fields.tsx";
import { createWorkflowFormModel } from "../../shared/workflow-form/workflow-form-model.ts";
import { DetailsForm } from "./details-form.tsx";
import { RetentionCard } from "./retention-card.tsx";
import { useSignal } from "@preact/signals";
import { detailsLabels } from "./details-labels.ts";
import { labels } from "../../../base/labels.ts";
import { workflowLabels } from "../../../base/workflow/workflow-labels.ts";
import "./details.css";

const words = detailsLabels;

export function DetailsPage() {
  const { model, workflow } = useWorkflow();
  return (
    <div class="page details">
      <PageHead
        title={words.title}
        tab={`${words.title} · ${workflow.name}`}
        lead={model.may("workflow.edit") ? words.lead : words.mayNotEdit}
      />
      {model.may("workflow.edit") && <NameCard />}
      {model.may("workflow.edit") && <RetentionCard />}
      <FactsCard />
      {(model.may("workflow.deploy") || model.may("workflow.delete")) && <EndCard />}
    </div>
  );
}

function NameCard() {
  const { workflow } = useWorkflow();
  const form = useModel(() => createWorkflowFormModel(workflow), workflow.id);
  return (
    <DetailsForm title={words.edit} form={form}>
      <WorkflowFields model={form} />
    </DetailsForm>
  );
}

function FactsCard() {
  const { workflow } = useWorkflow();
  return (
    <section class="card" aria-labelledby="details-facts">
      <div class="card-head">
        <h2 id="details-facts">{words.facts}</h2>
      </div>
      <dl class="card-body facts">
        <dt>{words.id}</dt>
        <dd class="row details-id">
          <code class="break">{workflow.id}</code>
          <CopyButton text={workflow.id} label={words.copyId} />
        </dd>
        <dt>{words.status}</dt>
        <dd>
          <WorkflowStatusChip status={workflow.status} plain />
        </dd>
        <dt>{words.createdBy}</dt>
        <dd>{workflow.owner.name}</dd>
        <dt>{words.created}</dt>
        <dd>
          <Time at={workflow.createdAt} />
        </dd>
        <dt>{words.changed}</dt>
        <dd>
          <Time at={workflow.updatedAt} />
        </dd>
      </dl>
    </section>
  );
}

function EndCard() {
  const { model, workflow } = useWorkflow();
  const deleting = useSignal(false);
  const deployed = workflow.status === "Deployed";
  return (
    <section class="card" aria-labelledby="details-end">
      <div class="card-head">
        <h2 id="details-end">{words.danger}</h2>
      </div>
      <div class="card-body stack">
        {model.may("workflow.deploy") && (
          <div class="row-apart">
            <p class="grow">{deployed ? words.undeployWhat : words.notDeployedNow}</p>
            <Button disabled={!deployed} onClick={() => (model.asksUndeploy.value = true)}>
              {workflowLabels.undeploy}
            </Button>
          </div>
        )}
        {model.may("workflow.delete") && (
          <div class="row-apart details-delete">
            <p class="grow">
              {words.deleteWhat} {deployed && <span class="soft">{words.deleteOnlyUndeployed}</span>}
            </p>
            <Button kind="warning" onClick={() => (deleting.value = true)}>
              {words.delete}
            </Button>
          </div>
        )}
      </div>
      {deleting.value && (
        <DeleteWorkflowDialog
          workflow={workflow}
          onClose={() => (deleting.value = false)}
          onUndeploy={() => {
            deleting.value = false;
            model.asksUndeploy.value = true;
          }}
          onDeleted={() => {
            toast(labels.deleteWorkflow.done(workflow.name));
            navigate("/");
          }}
        />
      )}
    </section>
  );
}
