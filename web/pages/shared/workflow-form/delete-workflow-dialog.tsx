import { useSignal } from "@preact/signals";
import { workflows } from "../../../base/api/resources.ts";
import { Button } from "../../../base/ui/button.tsx";
import { Dialog } from "../../../base/ui/dialog.tsx";
import { TextField } from "../../../base/ui/field.tsx";
import { labels } from "../../../base/labels.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { Notice, ProblemNotice } from "../../../base/ui/states.tsx";
import { TriedForm } from "../../../base/ui/tried-form.tsx";
import { useModel } from "../../../base/ui/use-model.ts";

interface Props {
  workflow: { id: string; name: string; status: string };
  onDeleted: () => void;
  onUndeploy: () => void;
  onClose: () => void;
}

/** Deletes a workflow after its name was typed; one that is deployed has to be undeployed first. */
export function DeleteWorkflowDialog({ workflow, onDeleted, onUndeploy, onClose }: Props) {
  const words = labels.deleteWorkflow;
  const typed = useSignal("");
  const remove = useModel(() =>
    createAction(async () => {
      await workflows.delete(workflow.id);
      return true;
    }),
  );
  const matches = typed.value.trim() === workflow.name;
  const deployed = workflow.status === "Deployed";
  return (
    <Dialog title={labels.common.deleteTitle(workflow.name)} onClose={onClose}>
      <TriedForm
        class="form"
        onSubmit={async () => {
          if (!deployed && matches && (await remove.run())) onDeleted();
        }}
      >
        {deployed ? <Notice kind="warning" title={words.deployed} /> : <p>{words.body}</p>}
        {remove.problem.value && <ProblemNotice problem={remove.problem.value} />}
        {!deployed && (
          <TextField
            label={words.typeName}
            placeholder={workflow.name}
            text={typed}
            error={!matches ? words.nameDiffers : undefined}
            first
          />
        )}
        <div class="form-actions">
          <Button onClick={onClose}>{labels.common.cancel}</Button>
          {deployed ? (
            <Button kind="main" onClick={onUndeploy}>
              {words.undeployFirst}
            </Button>
          ) : (
            <Button kind="danger" type="submit" busy={remove.busy.value}>
              {words.confirm}
            </Button>
          )}
        </div>
      </TriedForm>
    </Dialog>
  );
}
