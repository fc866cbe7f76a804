import type { ComponentChildren } from "preact";
import type { Problem } from "../api/problem.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { labels } from "./labels.ts";
import { ProblemNotice } from "./states.tsx";

interface Props {
  title: string;
  /** The words of the button that sends the form. */
  action: string;
  onSubmit: () => unknown;
  onClose: () => void;
  busy?: boolean;
  problem?: Problem | undefined;
  danger?: boolean;
  wide?: boolean;
  /** While work is under way that can be stopped: what stops it, in place of closing. */
  stop?: { label: string; act: () => void } | undefined;
  children: ComponentChildren;
}

/** A form in a dialog: what went wrong on top, the two buttons at the end. */
export function FormDialog({
  title,
  action,
  onSubmit,
  onClose,
  busy = false,
  problem,
  danger = false,
  wide = false,
  stop,
  children,
}: Props) {
  return (
    <Dialog title={title} onClose={stop ? undefined : onClose} wide={wide}>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void onSubmit();
        }}
      >
        {problem && <ProblemNotice problem={problem} />}
        {children}
        <div class="form-actions">
          <Button onClick={stop?.act ?? onClose}>{stop?.label ?? labels.common.cancel}</Button>
          <Button kind={danger ? "danger" : "main"} type="submit" busy={busy}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
