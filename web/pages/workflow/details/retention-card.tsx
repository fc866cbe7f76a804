import { detailsLabels } from "./details-labels.ts";
import { TextField } from "../../../base/ui/field.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { DetailsForm } from "./details-form.tsx";
import { createRetentionModel } from "./retention-model.ts";

const words = detailsLabels;

/** How long the workflow's runs are kept. */
export function RetentionCard() {
  const { workflow } = useWorkflow();
  const form = useModel(() => createRetentionModel(workflow), workflow.id);
  return (
    <DetailsForm title={words.runs} form={form}>
      <TextField
        label={words.runsDays}
        text={form.days}
        error={form.error.value}
        hint={form.isShorter.value ? words.runsShorter : words.runsHint}
        inputMode="numeric"
        maxLength={3}
      />
    </DetailsForm>
  );
}
