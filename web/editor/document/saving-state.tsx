import { builderLabels } from "./builder-labels.ts";
import { Button } from "../../base/ui/button.tsx";
import { Icon } from "../../base/ui/icons.tsx";
import type { FlowEditor } from "./flow-editor.ts";

const words = builderLabels.saving;

/** Whether the server has what is shown; why not, where it has not. */
export function SavingState({ editor }: { editor: FlowEditor }) {
  const saving = editor.saving.value;
  const problem = editor.saveProblem.value;
  return (
    <div class={`saving saving-${saving}`}>
      <span role="status" class="row">
        {saving === "saved" && <Icon name="check" />}
        {saving === "saving" && <span class="spinner" aria-hidden="true" />}
        {(saving === "failed" || saving === "conflict") && <Icon name="alert" />}
        <span title={problem?.detail}>
          {words[saving]}
          {saving === "failed" && problem ? `: ${problem.errors[0]?.message ?? problem.title}` : ""}
        </span>
      </span>
      {saving === "failed" && (
        <Button kind="quiet" onClick={() => void editor.flush()}>
          {words.retry}
        </Button>
      )}
    </div>
  );
}
