import { setSearch } from "../../base/router/router.ts";
import { useShortcuts } from "../../base/shortcuts/shortcuts.ts";
import { IconButton } from "../../base/ui/button.tsx";
import { CopyButton } from "../../base/ui/copy-button.tsx";
import { Icon } from "../../base/ui/icons.tsx";
import { labels } from "../../base/labels.ts";
import { runLabels } from "./run-labels.ts";
import { shortOf } from "../../base/ui/short-id.tsx";
import { useModel } from "../../base/ui/use-model.ts";
import { createRunModel } from "./run-model.ts";
import { RunShown } from "./run-shown.tsx";

const words = runLabels;

/** A run beside the list that it was opened from; its address is part of the list's. */
export function RunPanel({ workflowId, runId, onClose }: { workflowId: string; runId: string; onClose: () => void }) {
  useShortcuts({ Escape: onClose });
  const model = useModel(() => createRunModel(workflowId, runId), runId);
  const short = shortOf(runId);
  return (
    <aside class="run-panel" aria-label={words.panel(short)}>
      <RunShown
        model={model}
        onBegun={(begun) => setSearch({ run: begun, node: "" })}
        actions={
          <>
            <a
              class="button button-quiet icon-button"
              href={`/workflows/${workflowId}/runs/${runId}`}
              aria-label={words.openPage}
              title={words.openPage}
            >
              <Icon name="fit" />
            </a>
            <IconButton icon="close" label={labels.common.close} onClick={onClose} />
          </>
        }
        head={(state) => (
          <header class="run-panel-head">
            <div class="run-id run-panel-id">
              <h2 class="mono" title={runId}>
                {short}
              </h2>
              <CopyButton text={runId} label={labels.common.copyOf(words.facts.runId)} />
            </div>
            {state}
          </header>
        )}
      />
    </aside>
  );
}
