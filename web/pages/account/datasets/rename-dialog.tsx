import { computed, signal } from "@preact/signals";
import { datasets, type Dataset } from "../../../base/api/account-resources.ts";
import { errorOfField, problemBeyond } from "../../../base/api/problem.ts";
import { datasetsLabels } from "./datasets-labels.ts";
import { TextField } from "../../../base/ui/field.tsx";
import { SaveDialog } from "../../../base/ui/form-dialog.tsx";
import { createAction } from "../../../base/ui/resource.ts";
import { useModel } from "../../../base/ui/use-model.ts";

const words = datasetsLabels;

interface Named {
  id: string;
  name: string;
  description: string;
}

function createRenameModel(dataset: Named) {
  const name = signal(dataset.name);
  const description = signal(dataset.description);
  const save = createAction(() => datasets.update(dataset.id, { name: name.value, description: description.value }));
  return {
    name,
    description,
    busy: save.busy,
    problem: computed(() => problemBeyond(save.problem.value, ["name"])),
    nameError: computed(() => (name.value.trim() === "" ? words.missingName : errorOfField(save.problem.value, "name"))),
    async submit(): Promise<Dataset | undefined> {
      return name.value.trim() === "" ? undefined : save.run();
    },
  };
}

export function RenameDialog({ dataset, onDone, onClose }: { dataset: Named; onDone: (dataset: Dataset) => void; onClose: () => void }) {
  const model = useModel(() => createRenameModel(dataset));
  return (
    <SaveDialog title={words.rename} form={model} onSaved={onDone} onClose={onClose}>
      <TextField label={words.name} text={model.name} error={model.nameError.value} maxLength={100} first />
      <TextField label={words.description} optional text={model.description} lines={3} />
    </SaveDialog>
  );
}
