import type { Workflow } from "../api/resources.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { labels } from "../ui/labels.ts";
import { useModel } from "../ui/use-model.ts";
import { WorkflowFields } from "./workflow-fields.tsx";
import { createWorkflowFormModel, type Named } from "./workflow-form-model.ts";

/** Renames and describes a workflow. */
export function WorkflowDialog({ workflow, onDone, onClose }: { workflow: Named; onDone: (saved: Workflow) => void; onClose: () => void }) {
  const model = useModel(() => createWorkflowFormModel(workflow));
  const words = labels.workflowForm;
  return (
    <Dialog title={words.editTitle} onClose={onClose}>
      <form
        class="form"
        noValidate
        onSubmit={async (event) => {
          event.preventDefault();
          const saved = await model.submit();
          if (saved) onDone(saved);
        }}
      >
        <WorkflowFields model={model} />
        <div class="form-actions">
          <Button onClick={onClose}>{labels.common.cancel}</Button>
          <Button kind="main" type="submit" busy={model.busy.value}>
            {labels.common.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
