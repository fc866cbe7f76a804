import type { Variable } from "../../../base/api/management.ts";
import { TextField, Toggle } from "../../../base/ui/field.tsx";
import { FormDialog } from "../../../base/ui/form-dialog.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { variablesLabels } from "./variables-labels.ts";
import { createVariableFormModel, type VariableWanted } from "./variable-form-model.ts";

const words = variablesLabels;

interface Props {
  variable?: Variable | undefined;
  save: (wanted: VariableWanted) => Promise<void>;
  onClose: () => void;
}

/** Adds an environment variable, or changes the given one. */
export function VariableDialog({ variable, save, onClose }: Props) {
  const model = useModel(() => createVariableFormModel(variable, save));
  const { problem, errors } = model;
  const inFields = Object.values(errors.value).some(Boolean);
  return (
    <FormDialog
      title={variable ? words.editTitle(variable.name) : words.createTitle}
      action={variable ? words.save : words.create}
      onSubmit={() => model.submit()}
      onClose={onClose}
      busy={model.busy.value}
      problem={!inFields ? problem.value : undefined}
    >
      <TextField
        label={words.name}
        text={model.name}
        error={errors.value.name || undefined}
        hint={words.nameHint}
        maxLength={64}
        mono
        first={!variable}
      />
      <Toggle
        label={words.secure}
        checked={model.secure.value}
        onChange={(on) => (model.secure.value = on)}
        hint={model.secure.value ? words.secureOn : words.secureInfo}
      />
      <TextField
        label={words.value}
        text={model.value}
        error={errors.value.value || undefined}
        hint={model.keepsValue.value ? words.keepValue : undefined}
        lines={2}
        mono
        first={Boolean(variable)}
      />
      {model.secure.value && (
        <TextField
          label={words.hosts}
          optional
          text={model.hosts}
          error={errors.value.hosts}
          hint={words.hostsHint}
          placeholder="api.example.com"
          mono
        />
      )}
      <TextField
        label={words.notes}
        optional
        text={model.notes}
        error={errors.value.notes}
        hint={words.notesHint}
        lines={2}
        maxLength={2000}
      />
    </FormDialog>
  );
}
