import type { ComponentChildren } from "preact";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { labels } from "../labels.ts";
import { createAction } from "./resource.ts";
import { ProblemNotice } from "./states.tsx";
import { useModel } from "./use-model.ts";

interface Props {
  title: string;
  confirm: string;
  danger?: boolean;
  wide?: boolean;
  /** Closes the dialog itself where it succeeds; what it rejects with is shown. */
  act: () => Promise<void>;
  onClose: () => void;
  children: ComponentChildren;
}

/** Asks before something is done. */
export function ConfirmDialog({ title, confirm, danger = false, wide = false, act, onClose, children }: Props) {
  const action = useModel(() => createAction(act));
  return (
    <Dialog title={title} onClose={onClose} wide={wide}>
      <div class="form">
        {children}
        {action.problem.value && <ProblemNotice problem={action.problem.value} />}
        <div class="form-actions">
          <Button onClick={onClose} data-first>
            {labels.common.cancel}
          </Button>
          <Button kind={danger ? "danger" : "main"} busy={action.busy.value} onClick={() => void action.run()}>
            {confirm}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
