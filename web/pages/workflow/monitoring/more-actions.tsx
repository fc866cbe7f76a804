import { useSignal } from "@preact/signals";
import { navigate } from "../../../base/router/router.ts";
import { Icon } from "../../../base/ui/icons.tsx";
import { Menu, MenuItem } from "../../../base/ui/menu.tsx";
import { monitoringLabels } from "./monitoring-labels.ts";
import { bulkLabels, jobsLabels, replayLabels } from "./rerun-labels.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import type { RunsModel } from "./runs-model.ts";
import { BulkDialog, ReplayDialog } from "./start-dialogs.tsx";

/** What can be done with the whole selection. */
export function MoreActions({ model }: { model: Pick<RunsModel<never>, "workflowId" | "selection" | "total"> }) {
  const { model: shared } = useWorkflow();
  const asks = useSignal<"bulk" | "replay" | undefined>(undefined);
  const mayEdit = shared.may("workflow.edit");
  const dialog = {
    workflowId: model.workflowId,
    selection: model.selection.value,
    total: model.total.value,
    onClose: () => (asks.value = undefined),
  };
  return (
    <>
      <Menu
        trigger={(ties) => (
          <button type="button" class="button icon-button" {...ties} aria-label={monitoringLabels.more} title={monitoringLabels.more}>
            <Icon name="more" />
          </button>
        )}
      >
        {mayEdit && (
          <>
            <MenuItem icon="refresh" onClick={() => (asks.value = "bulk")}>
              {bulkLabels.title}
            </MenuItem>
            <MenuItem icon="play" onClick={() => (asks.value = "replay")}>
              {replayLabels.title}
            </MenuItem>
          </>
        )}
        <MenuItem icon="history" onClick={() => navigate(`/workflows/${model.workflowId}/reruns`)}>
          {jobsLabels.title}
        </MenuItem>
      </Menu>
      {asks.value === "bulk" && <BulkDialog {...dialog} />}
      {asks.value === "replay" && <ReplayDialog {...dialog} />}
    </>
  );
}
