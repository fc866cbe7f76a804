import type { Workflow } from "../api/resources.ts";
import { SaveDialog } from "../ui/form-dialog.tsx";
import { labels } from "../ui/labels.ts";
import { useModel } from "../ui/use-model.ts";
import { WorkflowFields } from "./workflow-fields.tsx";
import { createWorkflowFormModel, type Named } from "./workflow-form-model.ts";

/** Renames and describes a workflow. */
export function WorkflowDialog({ workflow, onDone, onClose }: { workflow: Named; onDone: (saved: Workflow) => void; onClose: () => void }) {
  const form = useModel(() => createWorkflowFormModel(workflow));
  return (
    <SaveDialog title={labels.workflowForm.editTitle} form={form} onSaved={onDone} onClose={onClose}>
      <WorkflowFields model={form} />
    </SaveDialog>
  );
}
