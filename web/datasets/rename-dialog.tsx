import { computed, signal } from "@preact/signals";
import { datasets, type Dataset } from "../api/account-resources.ts";
import { errorOfField } from "../api/problem.ts";
import { accountLabels } from "../ui/account-labels.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { labels } from "../ui/labels.ts";
import { createAction } from "../ui/resource.ts";
import { ProblemNotice } from "../ui/states.tsx";
import { useModel } from "../ui/use-model.ts";

const words = accountLabels.data;

interface Named {
  id: string;
  name: string;
  description: string;
}

function createRenameModel(dataset: Named) {
  const name = signal(dataset.name);
  const description = signal(dataset.description);
  const tried = signal(false);
  const save = createAction(() => datasets.update(dataset.id, { name: name.value, description: description.value }));
  return {
    name,
    description,
    busy: save.busy,
    problem: computed(() => (errorOfField(save.problem.value, "name") ? undefined : save.problem.value)),
    nameError: computed(() => (tried.value && name.value.trim() === "" ? words.missingName : errorOfField(save.problem.value, "name"))),
    async submit(): Promise<Dataset | undefined> {
      tried.value = true;
      return name.value.trim() === "" ? undefined : save.run();
    },
  };
}

export function RenameDialog({ dataset, onDone, onClose }: { dataset: Named; onDone: (dataset: Dataset) => void; onClose: () => void }) {
  const model = useModel(() => createRenameModel(dataset));
  return (
    <Dialog title={words.rename} onClose={onClose}>
      <form
        class="form"
        noValidate
        onSubmit={async (event) => {
          event.preventDefault();
          const saved = await model.submit();
          if (saved) onDone(saved);
        }}
      >
        {model.problem.value && <ProblemNotice problem={model.problem.value} />}
        <TextField
          label={words.name}
          value={model.name.value}
          onValue={(value) => (model.name.value = value)}
          error={model.nameError.value}
          maxLength={100}
          first
        />
        <TextField
          label={words.description}
          optional
          value={model.description.value}
          onValue={(value) => (model.description.value = value)}
          lines={3}
        />
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
