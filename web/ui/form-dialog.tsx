import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Problem } from "../api/problem.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { labels } from "./labels.ts";
import { ProblemNotice } from "./states.tsx";

interface Props {
  title: string;
  /** The words of the button that sends the form; without them it saves. */
  action?: string;
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
  action = labels.common.save,
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

interface SaveProps<Saved> extends Pick<Props, "title" | "action" | "onClose" | "wide" | "children"> {
  form: {
    readonly busy: ReadonlySignal<boolean>;
    readonly problem: ReadonlySignal<Problem | undefined>;
    /** Resolves to undefined where something is still wrong; the form then shows what. */
    submit(): Promise<Saved | undefined>;
  };
  onSaved: (saved: Saved) => void;
}

/** A form dialog that hands on what was saved. */
export function SaveDialog<Saved>({ form, onSaved, ...props }: SaveProps<Saved>) {
  const submit = async () => {
    const saved = await form.submit();
    if (saved) onSaved(saved);
  };
  return <FormDialog {...props} onSubmit={submit} busy={form.busy.value} problem={form.problem.value} />;
}
