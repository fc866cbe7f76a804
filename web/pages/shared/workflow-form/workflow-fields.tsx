import { TextField } from "../../../base/ui/field.tsx";
import { labels } from "../../../base/labels.ts";
import type { WorkflowFormModel } from "./workflow-form-model.ts";

export function WorkflowFields({ model }: { model: WorkflowFormModel }) {
  const words = labels.workflowForm;
  return (
    <>
      <TextField label={words.name} text={model.name} error={model.nameError.value} hint={words.nameHint} maxLength={100} first />
      <TextField label={words.description} text={model.description} hint={words.descriptionHint} optional lines={3} maxLength={2000} />
    </>
  );
}
