import { TextField } from "../ui/field.tsx";
import { labels } from "../ui/labels.ts";
import type { WorkflowFormModel } from "./workflow-form-model.ts";

export function WorkflowFields({ model }: { model: WorkflowFormModel }) {
  const words = labels.workflowForm;
  return (
    <>
      <TextField
        label={words.name}
        value={model.name.value}
        onValue={(value) => (model.name.value = value)}
        error={model.nameError.value}
        hint={words.nameHint}
        maxLength={100}
        first
      />
      <TextField
        label={words.description}
        value={model.description.value}
        onValue={(value) => (model.description.value = value)}
        hint={words.descriptionHint}
        optional
        lines={3}
        maxLength={2000}
      />
    </>
  );
}
