import type { ComponentChildren } from "preact";
import { useSignal } from "@preact/signals";
import type { Run } from "../../base/api/runs.ts";
import { Button, IconButton } from "../../base/ui/button.tsx";
import { ConfirmDialog } from "../../base/ui/confirm-dialog.tsx";
import { copyText } from "../../base/ui/copy-button.tsx";
import { labels } from "../../base/labels.ts";
import { runLabels } from "./run-labels.ts";
import { RunStatus } from "../../base/ui/status.tsx";
import { Time } from "../../base/ui/time.tsx";
import { durationText } from "../../base/ui/time-text.ts";
import { toast } from "../../base/ui/toasts.tsx";
import { isOver, type RunModel } from "./run-model.ts";

const words = runLabels;

interface Props {
  model: RunModel;
  run: Run;
  mayEdit: boolean;
  onAgain: () => void;
  children?: ComponentChildren;
}

/** How a run stands, in a line, and what can be done with it. */
export function RunHead({ model, run, mayEdit, onAgain, children }: Props) {
  const asks = useSignal(false);
  const over = isOver(run);
  const share = async () => {
    if (await copyText(`${location.origin}/workflows/${model.workflowId}/runs/${run.runId}`)) toast(labels.common.copied);
  };
  const soFar = Math.max(0, model.now.value - Date.parse(run.startedAt));
  return (
    <>
      <RunStatus status={run.status} />
      <span class="soft figures run-head-said">
        {over ? run.durationMs !== null && durationText(run.durationMs) : labels.common.elapsed(durationText(soFar))} ·{" "}
        <Time at={run.startedAt} /> · {run.row.source}
      </span>
      <span class="run-head-actions">
        {mayEdit && !over && (
          <Button icon="stop" kind="warning" onClick={() => (asks.value = true)}>
            {words.cancel}
          </Button>
        )}
        {mayEdit && over && (
          <Button icon="refresh" onClick={onAgain}>
            {words.again}
          </Button>
        )}
        <IconButton icon="link" label={words.copyLink} onClick={() => void share()} />
        {children}
      </span>
      {asks.value && (
        <ConfirmDialog
          title={words.cancelTitle}
          confirm={words.cancel}
          danger
          act={async () => {
            await model.cancel();
            asks.value = false;
          }}
          onClose={() => (asks.value = false)}
        >
          <p>{words.cancelBody}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
