import { useSignal } from "@preact/signals";
import type { RunRow } from "../api/runs.ts";
import { navigate } from "../shell/router.ts";
import { Icon } from "../ui/icons.tsx";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { monitoringLabels } from "../ui/monitoring-labels.ts";
import { useWorkflow } from "../workflow/workflow-model.ts";
import type { RunsModel } from "./runs-model.ts";
import { BulkDialog, ReplayDialog } from "./start-dialogs.tsx";

const words = monitoringLabels.more;

/** What can be done with the whole selection. */
export function MoreActions({ model }: { model: RunsModel<RunRow> }) {
  const { model: shared, workflow } = useWorkflow();
  const asks = useSignal<"bulk" | "replay" | undefined>(undefined);
  const mayEdit = shared.may("workflow.edit");
  const dialog = {
    model,
    selection: model.selection.value,
    total: model.metrics.value.value?.total,
    onClose: () => (asks.value = undefined),
  };
  return (
    <>
      <Menu
        trigger={(ties) => (
          <button type="button" class="button icon-button" {...ties} aria-label={words.label} title={words.label}>
            <Icon name="more" />
          </button>
        )}
      >
        {mayEdit && (
          <>
            <MenuItem icon="refresh" onClick={() => (asks.value = "bulk")}>
              {words.bulk}
            </MenuItem>
            <MenuItem icon="play" onClick={() => (asks.value = "replay")}>
              {words.replay}
            </MenuItem>
          </>
        )}
        <MenuItem icon="history" onClick={() => navigate(`/workflows/${workflow.id}/reruns`)}>
          {words.jobs}
        </MenuItem>
      </Menu>
      {asks.value === "bulk" && <BulkDialog {...dialog} />}
      {asks.value === "replay" && <ReplayDialog {...dialog} />}
    </>
  );
}
