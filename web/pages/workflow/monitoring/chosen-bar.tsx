import { useSignal } from "@preact/signals";
import { Button } from "../../../base/ui/button.tsx";
import { monitoringLabels } from "./monitoring-labels.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import type { RunsModel } from "./runs-model.ts";
import { mostFilters, type Selection } from "./selection.ts";
import { BulkDialog } from "./start-dialogs.tsx";

const words = monitoringLabels.chosen;
/** Where a run lives comes first in its id; the characters at the end sort by its start. */
const byStart = (a: string, b: string) => (a.slice(-26) < b.slice(-26) ? -1 : 1);

/** What can be done with the rows that were chosen. */
export function ChosenBar({ model }: { model: Pick<RunsModel<never>, "workflowId" | "chosen"> }) {
  const { model: shared } = useWorkflow();
  const asks = useSignal(false);
  const chosen = [...model.chosen.value];
  if (chosen.length === 0) return null;
  // The older one stands at the left, whichever was chosen first.
  const [left, right] = chosen.toSorted(byStart);
  const these: Selection = {
    range: "custom",
    from: undefined,
    to: undefined,
    search: "",
    filters: chosen.map((value) => ({ column: "run", operator: "is", value })),
    join: "or",
  };
  return (
    <div class="row" role="group" aria-label={words.count(chosen.length)}>
      <span class="strong">{words.count(chosen.length)}</span>
      {chosen.length === 2 ? (
        <a class="button button-main" href={`/workflows/${model.workflowId}/runs/compare?left=${left}&right=${right}`}>
          {words.compare}
        </a>
      ) : (
        <span class="soft">{words.compareHint}</span>
      )}
      {shared.may("workflow.edit") &&
        (chosen.length <= mostFilters ? (
          <Button icon="refresh" onClick={() => (asks.value = true)}>
            {words.again}
          </Button>
        ) : (
          <span class="soft">{words.tooMany(mostFilters)}</span>
        ))}
      <Button kind="quiet" onClick={() => (model.chosen.value = new Set())}>
        {words.clear}
      </Button>
      {asks.value && (
        <BulkDialog workflowId={model.workflowId} selection={these} total={chosen.length} onClose={() => (asks.value = false)} />
      )}
    </div>
  );
}
