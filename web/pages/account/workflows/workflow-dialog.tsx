import type { Workflow } from "../../../base/api/resources.ts";
import { SaveDialog } from "../../../base/ui/form-dialog.tsx";
import { labels } from "../../../base/labels.ts";
import { useModel } from "../../../base/ui/use-model.ts";
import { WorkflowFields } from "../../shared/workflow-form/workflow-fields.tsx";
import { createWorkflowFormModel, type Named } from "../../shared/workflow-form/workflow-form-model.ts";

/** Renames and describes a workflow. */
export function WorkflowDialog({ workflow, onDone, onClose }: { workflow: Named; onDone: (saved: Workflow) => void; onClose: () => void }) {
  const form = useModel(() => createWorkflowFormModel(workflow));
  return (
    <SaveDialog title={labels.workflowForm.editTitle} form={form} onSaved={onDone} onClose={onClose}>
      <WorkflowFields model={form} />
    </SaveDialog>
  );
}
