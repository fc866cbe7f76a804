import type { RunRow } from "../api/runs.ts";
import { Button } from "../ui/button.tsx";
import { monitoringLabels } from "../ui/monitoring-labels.ts";
import type { RunsModel } from "./runs-model.ts";

const words = monitoringLabels.chosen;

/** What can be done with the rows that were chosen. */
export function ChosenBar({ model }: { model: RunsModel<RunRow> }) {
  const chosen = [...model.chosen.value];
  if (chosen.length === 0) return null;
  // The older one stands at the left, whichever was chosen first.
  const [left, right] = chosen.toSorted((a, b) => (a.slice(-26) < b.slice(-26) ? -1 : 1));
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
      <Button kind="quiet" onClick={() => (model.chosen.value = new Set())}>
        {words.clear}
      </Button>
    </div>
  );
}
